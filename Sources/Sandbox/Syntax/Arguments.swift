import Language

/// A command's arguments, matched with its syntax: every value by the name that usage shows.
package struct Arguments: Sendable {
  /// The command's name as written.
  package let command: Argument
  /// The whole command, for diagnostics about all of it.
  package let span: SourceSpan
  /// Written with `&`.
  package let isBackground: Bool
  /// Which of the syntax's forms it has.
  package internal(set) var form = 0
  /// All the words as they came, without the command's name.
  package let words: [Argument]
  /// Those behind the options.
  package internal(set) var operands: ArraySlice<Argument> = []
  var values: [(name: String, argument: Argument)] = []
  var options: [(name: String, value: Argument?)] = []

  package init(
    command: Argument, words: [Argument], span: SourceSpan, isBackground: Bool = false
  ) {
    self.command = command
    self.words = words
    self.span = span
    self.isBackground = isBackground
  }

  /// The first value of a name.
  package subscript(name: String) -> Argument? { values.first { $0.name == name }?.argument }

  /// All the values of a name.
  package func all(_ name: String) -> [Argument] {
    values.filter { $0.name == name }.map(\.argument)
  }

  /// Whether a word or a flag was written.
  package func has(_ word: String) -> Bool { values.contains { $0.name == word } }

  /// Whether an option was given.
  package func hasOption(_ name: String) -> Bool { options.contains { $0.name == name } }

  /// The value of an option.
  package func option(_ name: String) -> Argument? {
    options.last { $0.name == name }.flatMap(\.value)
  }

  /// Every word has a value already: while checking some only get one at the run.
  package var areKnown: Bool { words.allSatisfy(\.isKnown) }
}
