import Language

/// Diagnostics as text, in the shape of docs/language.md, section 6.
package struct DiagnosticRenderer: Sendable {
  private let palette: Palette
  private let width: Int
  private let isForTerminal: Bool

  /// Makes a renderer.
  ///
  /// - Parameters:
  ///   - palette: the colours of the stream that it renders for.
  ///   - width: columns; longer lines of a script are cut around the place.
  ///   - isForTerminal: a person reads it: the message is broken at words too. In a file it stays a
  ///     line.
  package init(palette: Palette, width: Int, isForTerminal: Bool) {
    self.palette = palette
    self.width = width
    self.isForTerminal = isForTerminal
  }

  /// The whole diagnostic with a newline at its end.
  ///
  /// - Parameters:
  ///   - given: the diagnostic.
  ///   - source: the text that its place is in; nil where it has none.
  ///   - chain: how the run came to this place, the calls and the inclusions, the nearest first.
  package func render(_ given: Diagnostic, in source: Source?, chain: [String]) -> String {
    let diagnostic = Self.harmless(given)
    var text = head(diagnostic)
    var gutter = 1
    if let span = diagnostic.span, let source {
      let place = LineIndex(source).position(of: Int(span.start))
      gutter = String(place.line).utf8.count
      text += excerpt(diagnostic, span, source, place, gutter)
    }
    for remark in diagnostic.remarks + Self.shortened(chain) { text += self.remark(remark, gutter) }
    return text
  }

  /// What is said may hold file names and a child's words: they must not drive the terminal.
  private static func harmless(_ diagnostic: Diagnostic) -> Diagnostic {
    var copy = diagnostic
    copy.message = shown(copy.message)
    copy.label = shown(copy.label)
    copy.remarks = copy.remarks.map { Diagnostic.Remark($0.kind, shown($0.text)) }
    return copy
  }

  /// Escaped, and without the middle of what is absurdly long: a word may have a megabyte.
  private static func shown(_ text: String) -> String {
    let text = Bytes(text.utf8).displayed
    guard text.utf8.count > 2000 else { return text }
    return text.prefix(200) + "..." + text.suffix(200)
  }

  private static func role(of diagnostic: Diagnostic) -> Palette.Role {
    switch diagnostic.severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  private func head(_ diagnostic: Diagnostic) -> String {
    let word =
      switch diagnostic.severity {
      case .error: "error[\(diagnostic.code)]"
      case .warning: "warning[\(diagnostic.code)]"
      case .note: "note"
      }
    let first = word.utf8.count + 2
    let lines =
      isForTerminal
      ? TextStyle(width: width - first).wrap(diagnostic.message, first: 0, indent: "").split(
        separator: "\n")
      : [diagnostic.message[...]]
    let message = lines.map { palette.paint(String($0), .emphasis) }
      .joined(separator: "\n" + String.blanks(first))
    return "\(palette.paint(word, Self.role(of: diagnostic))): \(message)\n"
  }

  private func remark(_ remark: Diagnostic.Remark, _ gutter: Int) -> String {
    let margin = String.blanks(gutter + 2)
    let kind = palette.paint(remark.kind.rawValue, remark.kind == .fix ? .fix : .note)
    let first = gutter + 2 + "= \(remark.kind.rawValue): ".utf8.count
    let text = TextStyle(width: width).wrap(
      remark.text, first: first, indent: String.blanks(first))
    return "\(margin)\(palette.paint("=", .gutter)) \(kind): \(text)\n"
  }

  private func excerpt(
    _ diagnostic: Diagnostic, _ span: SourceSpan, _ source: Source, _ place: LineIndex.Position,
    _ gutter: Int
  ) -> String {
    let margin = String.blanks(gutter + 1)
    let bar = palette.paint("|", .gutter)
    let arrow = palette.paint("-->", .gutter)
    let number = palette.paint(String(place.line), .gutter)
    let line = ShownLine(
      source.bytes, place.lineRange, marking: span.range, width: width - gutter - 4)
    let carets = String(repeating: "^", count: max(1, line.markWidth))
    let label = diagnostic.label.isEmpty ? "" : " " + diagnostic.label
    let pointer =
      String.blanks(line.indent) + palette.paint(carets + label, Self.role(of: diagnostic))
    return """
      \(margin)\(arrow) \(source.name):\(place.line):\(place.column)
      \(margin) \(bar)
       \(number) \(bar) \(line.text)
      \(margin) \(bar) \(pointer)

      """
  }

  /// A recursion may be thousands of calls deep.
  private static func shortened(_ chain: [String]) -> [Diagnostic.Remark] {
    var lines = chain
    if lines.count > 6 {
      let left = lines.count - 4
      lines = Array(lines.prefix(3)) + ["... \(left) more of the same kind"] + lines.suffix(1)
    }
    return lines.map { Diagnostic.Remark(.note, $0) }
  }
}
