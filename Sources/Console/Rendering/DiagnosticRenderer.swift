import Language
import Session

/// Diagnostics as text, in the shape of docs/language.md, section 6.
struct DiagnosticRenderer {
  let palette: Palette
  /// Columns; longer lines of a script are cut around the place.
  let width: Int
  /// A person reads it: the message is broken at words too. In a file it stays a line.
  var isForTerminal = false

  /// The whole diagnostic with a newline at its end.
  ///
  /// - Parameters:
  ///   - sources: the texts that its places are in.
  ///   - calls: the definitions that were being run, the outermost first.
  func render(_ given: Diagnostic, sources: SourceMap, calls: [Call] = []) -> String {
    let diagnostic = Self.harmless(given)
    var text = head(diagnostic)
    var gutter = 1
    if let span = diagnostic.span {
      let source = sources[span.source]
      let place = LineIndex(source).position(of: Int(span.start))
      gutter = String(place.line).utf8.count
      text += excerpt(diagnostic, span, source, place, gutter)
    }
    for remark in diagnostic.remarks + chain(diagnostic, sources, calls) {
      text += self.remark(remark, gutter)
    }
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

  private func head(_ diagnostic: Diagnostic) -> String {
    let (word, role): (String, Palette.Role) =
      switch diagnostic.severity {
      case .error: ("error[\(diagnostic.code)]", .error)
      case .warning: ("warning[\(diagnostic.code)]", .warning)
      case .note: ("note", .note)
      }
    let first = word.utf8.count + 2
    let lines =
      isForTerminal
      ? TextStyle(width: width).wrap(diagnostic.message, first: first, indent: "").split(
        separator: "\n")
      : [diagnostic.message[...]]
    let message = lines.map { palette.paint(String($0), .emphasis) }
      .joined(separator: "\n" + String(repeating: " ", count: first))
    return "\(palette.paint(word, role)): \(message)\n"
  }

  private func remark(_ remark: Diagnostic.Remark, _ gutter: Int) -> String {
    let margin = String(repeating: " ", count: gutter + 2)
    let kind = palette.paint(remark.kind.rawValue, remark.kind == .fix ? .fix : .note)
    let first = gutter + 2 + "= \(remark.kind.rawValue): ".utf8.count
    let text = TextStyle(width: width).wrap(
      remark.text, first: first, indent: String(repeating: " ", count: first))
    return "\(margin)\(palette.paint("=", .gutter)) \(kind): \(text)\n"
  }

  private func excerpt(
    _ diagnostic: Diagnostic, _ span: SourceSpan, _ source: Source, _ place: LineIndex.Position,
    _ gutter: Int
  ) -> String {
    let margin = String(repeating: " ", count: gutter + 1)
    let bar = palette.paint("|", .gutter)
    let arrow = palette.paint("-->", .gutter)
    let number = palette.paint(String(place.line), .gutter)
    let line = ShownLine(
      source.bytes, place.lineRange, marking: span.range, width: width - gutter - 4)
    let carets = String(repeating: "^", count: max(1, line.markWidth))
    let role: Palette.Role =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    let label = diagnostic.label.isEmpty ? "" : " " + diagnostic.label
    let pointer =
      String(repeating: " ", count: line.indent) + palette.paint(carets + label, role)
    return """
      \(margin)\(arrow) \(source.name):\(place.line):\(place.column)
      \(margin) \(bar)
       \(number) \(bar) \(line.text)
      \(margin) \(bar) \(pointer)

      """
  }

  /// How the run came to this place: the calls and the inclusions, the nearest first.
  private func chain(
    _ diagnostic: Diagnostic, _ sources: SourceMap, _ calls: [Call]
  ) -> [Diagnostic.Remark] {
    guard let span = diagnostic.span else { return [] }
    var lines = calls.reversed().map { "in `\($0.name)`, called at \(sources.place(of: $0.span))" }
    lines += sources.inclusions(of: span.source).map {
      "sourced at \(sources.place(of: $0))"
    }
    if lines.count > 6 {
      let left = lines.count - 4
      lines = Array(lines.prefix(3)) + ["... \(left) more of the same kind"] + lines.suffix(1)
    }
    return lines.map { Diagnostic.Remark(.note, $0) }
  }
}
