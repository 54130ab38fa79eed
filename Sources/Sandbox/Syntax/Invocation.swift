import Language

/// A command as it was written, its variables replaced: not yet matched with the command's syntax.
package struct Invocation: Sendable {
  /// The command's name as written.
  package let command: Argument
  /// All the words behind the name, options included.
  package let words: [Argument]
  /// The whole command, for diagnostics about all of it.
  package let span: SourceSpan
  /// Whether it was written with `&`.
  package let isBackground: Bool

  /// Every word has a value already: while checking some only get one at the run.
  package var areKnown: Bool { words.allSatisfy(\.isKnown) }

  /// A command with the words behind its name.
  package init(
    command: Argument, words: [Argument], span: SourceSpan, isBackground: Bool = false
  ) {
    self.command = command
    self.words = words
    self.span = span
    self.isBackground = isBackground
  }
}
