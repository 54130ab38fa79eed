/// The colours of everything that cloche shows, or none: decided once for each stream. See NO_COLOR
/// and `--color`.
package struct Palette: Sendable {
  /// What a text is, which decides its colour.
  package enum Role: Sendable {
    case error
    case warning
    case note
    case fix
    case gutter
    case heading
    case emphasis
    case faint
    /// In the prompt: the box is up.
    case up
    /// In the prompt: what is isolated.
    case isolation
    /// In the prompt: something was changed since the last run.
    case change
    /// In the prompt: a status that is not 0.
    case failure
  }

  package let isColored: Bool
  private let isForPrompt: Bool

  /// - Parameter isForPrompt: what takes no column is put between \u{1} and \u{2}, as readline wants
  ///   it to count the columns of a prompt.
  package init(isColored: Bool, isForPrompt: Bool = false) {
    self.isColored = isColored
    self.isForPrompt = isForPrompt
  }

  /// The text in the colour of its role. The eight standard colours only: they fit every theme.
  package func paint(_ text: String, _ role: Role) -> String {
    guard isColored, !text.isEmpty else { return text }
    return invisible("\u{1b}[\(Self.code(role))m") + text + invisible("\u{1b}[0m")
  }

  private func invisible(_ sequence: String) -> String {
    isForPrompt ? "\u{1}\(sequence)\u{2}" : sequence
  }

  /// The parameters of SGR, see console_codes(4).
  private static func code(_ role: Role) -> String {
    switch role {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    case .fix: "1;32"
    case .gutter: "34"
    case .heading: "1;4"
    case .emphasis: "1"
    case .faint: "2"
    case .up: "32"
    case .isolation: "36"
    case .change: "33"
    case .failure: "31"
    }
  }
}
