import Language

/// Reads the words of a command from left to right, as far as they fit one form.
package struct WordReader {
  private let words: ArraySlice<Argument>
  private let invocation: Invocation
  private let syntax: Syntax
  /// The index of the next word.
  private(set) var position: Int

  init(_ words: ArraySlice<Argument>, of invocation: Invocation, by syntax: Syntax) {
    self.words = words
    self.invocation = invocation
    self.syntax = syntax
    position = words.startIndex
  }

  var next: Argument? { position < words.endIndex ? words[position] : nil }

  /// A value that has to be there. Nil for a word that only the run will tell: it fits everywhere.
  mutating func take<Value>(
    _ name: String, _ kind: ValueKind<Value>
  ) throws(Diagnostic) -> Value? {
    guard let next else { throw missing(name) }
    let value = next.isKnown ? try kind.parse(next) : nil
    position += 1
    return value
  }

  /// All the values that are left. Nil where one of them is not known.
  mutating func takeRest<Value>(
    _ name: String, _ kind: ValueKind<Value>
  ) throws(Diagnostic) -> [Value]? {
    var values: [Value] = []
    values.reserveCapacity(words.endIndex - position)
    var areKnown = true
    while next != nil {
      guard let value = try take(name, kind) else {
        areKnown = false
        continue
      }
      values.append(value)
    }
    return areKnown ? values : nil
  }

  /// A word that is written as it stands. Nil where only the run will tell whether it is.
  mutating func take(word: String) throws(Diagnostic) -> Void? {
    guard let next else { throw missing(word) }
    guard !next.isKnown || next.matches(word) else { throw unknown(next, among: [word]) }
    position += 1
    return next.isKnown ? () : nil
  }

  /// One of a set of words. Nil where only the run will tell which one.
  mutating func take<Value>(
    oneOf choices: [Choice<Value>], shownAs element: Syntax.Element
  ) throws(Diagnostic) -> Value? {
    guard let next else { throw missing(element.usage) }
    let choice = choices.first { next.matches($0.word) }
    if next.isKnown, choice == nil { throw unknown(next, among: choices.map(\.word)) }
    position += 1
    return next.isKnown ? choice?.value : nil
  }

  /// Any of a set of words, up to the end. Nil where only the run will tell which ones.
  mutating func take<Flag>(anyOf choices: [Choice<Flag>]) throws(Diagnostic) -> Set<Flag>? {
    var flags: Set<Flag> = []
    var areKnown = true
    while let word = next {
      if !word.isKnown {
        areKnown = false
      } else if let choice = choices.first(where: { word.matches($0.word) }) {
        flags.insert(choice.value)
      } else {
        throw unknown(word, among: choices.map(\.word))
      }
      position += 1
    }
    return areKnown ? flags : nil
  }

  /// Nothing may be left.
  func finish() throws(Diagnostic) {
    guard let next else { return }
    throw withUsage(
      Diagnostic(
        .unexpectedArgument, "unexpected argument `\(next.displayed)`", at: next.span,
        label: "nothing more can follow here"))
  }

  func missing(_ what: String) -> Diagnostic {
    let last = position > words.startIndex ? words[position - 1] : invocation.words.last
    let place = (last ?? invocation.command).span
    return withUsage(
      Diagnostic(
        .missingArgument, "`\(invocation.command.displayed)` needs \(what)", at: place.after,
        label: "expected \(what)"))
  }

  private func unknown(_ word: Argument, among known: [String]) -> Diagnostic {
    withUsage(
      Diagnostic(
        .unknownWord, "unknown word `\(word.displayed)`", at: word.span,
        label: Suggestion.label(for: word.text, among: known)))
  }

  private func withUsage(_ diagnostic: Diagnostic) -> Diagnostic {
    let lines = syntax.usage(of: invocation.command.displayed)
    return lines.dropFirst().reduce(diagnostic.note("usage: \(lines[0])")) {
      $0.note("       \($1)")
    }
  }
}
