import Language

extension Diagnostic {
  /// A command in the manner of another tool.
  ///
  /// - Parameters:
  ///   - word: the one that gives it away.
  ///   - label: what is different here.
  ///   - commands: what to write instead, each a list of words.
  package static func habit(
    _ word: Argument, _ label: String, write commands: [Bytes]...
  ) -> Diagnostic {
    let lines = commands.map { ScriptText.line($0).displayed }
    return Diagnostic(
      word.bytes.first == UInt8(ascii: "-") ? .unknownOption : .unknownWord,
      "`\(word.displayed)` is another tool's word", at: word.span, label: label
    ).fix("`\(lines.joined(separator: "; "))`")
  }
}

extension [Bytes] {
  /// Words written as text.
  package init(words: String...) { self = words.map { Bytes($0.utf8) } }
}
