import Language

/// Reads the options of a command, which come before its other words.
struct OptionReader {
  private let syntax: Syntax
  /// The words behind the options.
  private(set) var rest: ArraySlice<Argument>
  /// Those of the options, in their order; empty where none was given.
  private(set) var values: [(any Sendable)?] = []
  /// False where the value of one only the run will tell.
  private(set) var areKnown = true

  init(_ words: [Argument], of syntax: Syntax) {
    self.syntax = syntax
    rest = words[...]
  }

  /// Takes them. `--` ends them, as does the first word that is none.
  mutating func read() throws(Diagnostic) {
    guard !syntax.options.isEmpty else { return }
    while let word = rest.first, isOption(word) {
      rest.removeFirst()
      if word.matches("--") { break }
      try take(word)
    }
  }

  private mutating func take(_ word: Argument) throws(Diagnostic) {
    let equals = word.bytes.firstIndex(of: UInt8(ascii: "="))
    let name = equals.map { word.part(0..<$0) } ?? word
    guard let index = syntax.options.firstIndex(where: { $0.isNamed(name) }) else {
      throw unknownOption(name)
    }
    let option = syntax.options[index]
    if values.isEmpty { values = Array(repeating: nil, count: syntax.options.count) }
    guard let value = option.value else {
      if equals != nil {
        throw Diagnostic(.unexpectedArgument, "`\(option.name)` takes no value", at: word.span)
      }
      values[index] = try syntax.typedOptions[index].value(of: nil)
      return
    }
    let inline = equals.map { word.part($0 + 1..<word.bytes.count) }
    guard let given = inline ?? rest.popFirst() else {
      throw Diagnostic(
        .missingArgument, "`\(name.displayed)` needs \(value.name)", at: word.span.after,
        label: "expected \(value.name)")
    }
    guard given.isKnown else {
      areKnown = false
      return
    }
    values[index] = try syntax.typedOptions[index].value(of: given)
  }

  /// A word that has to be an option. With one dash only where there are such options: elsewhere it
  /// may be a value, `ns -uts`.
  private func isOption(_ word: Argument) -> Bool {
    guard word.isKnown, word.bytes.count > 1 else { return false }
    if word.bytes.starts(with: "--".utf8) { return true }
    return word.bytes[0] == UInt8(ascii: "-") && syntax.options.contains { $0.short != nil }
  }

  private func unknownOption(_ word: Argument) -> Diagnostic {
    let names = syntax.options.flatMap { [$0.name] + ($0.short.map { [$0] } ?? []) }
    return Diagnostic(
      .unknownOption, "unknown option `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: names)
    ).note("there \(names.count == 1 ? "is" : "are") \(names.joined(separator: " "))")
  }
}
