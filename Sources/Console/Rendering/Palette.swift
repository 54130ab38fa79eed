/// Colours, or none: decided once for each stream. See NO_COLOR and `--color`.
package struct Palette: Sendable {
  package enum Role: Sendable {
    case error
    case warning
    case note
    case fix
    case gutter
    case heading
    case emphasis
    case faint
  }

  package let isColored: Bool

  package init(isColored: Bool) { self.isColored = isColored }

  /// The text in the colour of its role. The eight standard colours only: they fit every theme.
  package func paint(_ text: String, _ role: Role) -> String {
    guard isColored, !text.isEmpty else { return text }
    let code =
      switch role {
      case .error: "1;31"
      case .warning: "1;33"
      case .note: "1;36"
      case .fix: "1;32"
      case .gutter: "34"
      case .heading: "1;4"
      case .emphasis: "1"
      case .faint: "2"
      }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }
}
