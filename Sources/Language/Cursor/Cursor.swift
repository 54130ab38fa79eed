/// What a text means that is being typed, up to the cursor at its end.
///
/// The language's own lexer reads it, so that the prompt never has another opinion than the parser.
/// Unlike the parser it takes a text that ends anywhere: in quotes, in a variable, in a comment.
package struct Cursor: Equatable, Sendable {
  /// What may stand where the word under the cursor begins.
  package enum Place: Equatable, Sendable {
    /// A command.
    case command
    /// The command that decides, behind `if`.
    case condition
    /// An argument of the command `words[0]`.
    case argument
    /// What may follow the block of this construct.
    case afterBlock(Keyword)
    /// A block or an `if`, behind `else`.
    case afterElse
    /// Only the end of the command, behind `&`.
    case end
    /// Anything, as it is a comment.
    case comment
    /// Nothing: the language refuses what stands before it, or this word.
    case refused
  }

  /// The quotes that the cursor stands in.
  package enum Quoting: Equatable, Sendable {
    case bare
    case single
    case double
  }

  /// A variable whose name the cursor ends.
  package struct Variable: Equatable, Sendable {
    /// The offset of its `$`.
    package let start: Int
    /// It stands in the default of another variable, which goes on behind it.
    package let isInDefault: Bool
  }

  package internal(set) var place: Place
  /// The words of the last command before the one under the cursor, without `try` and its like.
  /// Quotes and escapes are undone, `~` and variables stand as they are written. The first is the
  /// command's name as it is written: a quoted one is none.
  package internal(set) var words: [Bytes]
  /// The offset at which the word under the cursor begins: the cursor's own where there is none.
  package internal(set) var start: Int
  /// What the word under the cursor means so far, in the same way.
  package internal(set) var value: Bytes = []
  /// The quotes that are open.
  package internal(set) var quoting = Quoting.bare
  /// The variable that is being typed, or nil.
  package internal(set) var variable: Variable?
  /// The word under the cursor begins with a `~` that is the home.
  package internal(set) var mayBeHome = false
  /// A word has begun, be it by a quote and without a value yet.
  package internal(set) var hasWord = false
  /// The last byte is a backslash, which gives the next one another meaning.
  package internal(set) var isEscaping = false

  /// The cursor at the end of a text.
  package init(atEndOf text: Bytes) {
    var reader = CursorReader(text)
    self = reader.read()
  }

  init(_ place: Place, _ words: [Bytes], start: Int) {
    self.place = place
    self.words = words
    self.start = start
  }

  /// No word has begun, so that whatever is typed next begins one: not within a word, behind `$` or a
  /// backslash, in quotes or in a comment.
  package var isBetweenWords: Bool { !hasWord && !isEscaping && place != .comment }

  /// A command may begin here.
  package var takesCommand: Bool { place == .command || place == .condition }

  /// The words of the language that may stand here.
  package var keywords: [Keyword] {
    switch place {
    case .command: Keyword.allCases.filter { $0 != .else }
    case .condition: [.not]
    case .afterBlock(.if): [.else]
    case .afterElse: [.if]
    case .afterBlock, .argument, .end, .comment, .refused: []
    }
  }
}
