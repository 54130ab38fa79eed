/// A parsed source, flat: the nodes stand in the order of the text, each before what it contains.
///
/// Three arrays instead of a tree: a million lines are a handful of allocations, nothing recurses
/// when it is freed, and a place in a script is a number, which the interpreter's stack can hold.
package struct Script: Sendable {
  package let source: SourceID
  package let bytes: Bytes
  package internal(set) var nodes: [Node] = []
  package internal(set) var words: [Word] = []
  package internal(set) var pieces: [Piece] = []
  /// It uses `${job:ns.KIND}`, which has to be looked up while the job is there.
  package internal(set) var namesNamespaces = false
  /// It uses `${job:stat.COUNTER}`, which is gone with the job's control group.
  package internal(set) var namesCounters = false

  package init(source: SourceID, bytes: Bytes) {
    self.source = source
    self.bytes = bytes
  }

  /// A statement or a part of one.
  package struct Node: Sendable {
    /// What a node stands for.
    package enum Kind: UInt8, Sendable {
      /// Words: the command's name, then its arguments. Children: the filters behind it.
      case simple
      /// Words: the filter's name, then its arguments.
      case filter
      /// One child: a command.
      case `try`, not, capture
      /// Children: the condition, a block, and maybe a block or an `if` for `else`.
      case `if`
      /// Children: statements.
      case block
      /// Words: the variable, then the values. Children: statements.
      case `for`
      /// Words: the count. Children: statements.
      case `repeat`
      /// Words: the name, then the parameters. Children: statements.
      case def
      /// Words: none or a name. Children: statements.
      case scope
    }

    package let kind: Kind
    /// Ends with `&`.
    package internal(set) var isBackground = false
    package internal(set) var start: UInt32
    package internal(set) var end: UInt32
    package internal(set) var firstWord: UInt32
    package internal(set) var wordCount: UInt32
    /// The index behind the last node that this one contains.
    package internal(set) var next: UInt32
  }

  /// One argument as written.
  package struct Word: Sendable {
    package internal(set) var start: UInt32
    package internal(set) var end: UInt32
    package internal(set) var firstPiece: UInt32
    package internal(set) var shape: Shape

    /// How the value of a word is found.
    package enum Shape: UInt8, Sendable {
      /// Its value is its text.
      case plain
      /// As plain, but the leading `~` is the home.
      case home
      /// Made of pieces.
      case pieces
      /// `$@`: one word per argument.
      case arguments
    }

    package internal(set) var pieceCount: UInt32
  }

  /// A part of a word.
  package struct Piece: Sendable {
    /// How the value of a piece is found.
    package enum Kind: UInt8, Sendable {
      /// The text at `start..<end` as it is.
      case literal
      /// One byte, in `start`: an escape.
      case byte
      /// The leading `~`.
      case home
      /// A variable, its name at `start..<end`, maybe `SPACE:NAME`.
      case variable
      /// The same with a default: the `count` pieces that follow.
      case variableWithDefault
    }

    package let kind: Kind
    package internal(set) var start: UInt32
    package internal(set) var end: UInt32
    package internal(set) var count: UInt32 = 0
    /// The whole piece in the text, `$` and braces included.
    package internal(set) var spanStart: UInt32 = 0
    package internal(set) var spanEnd: UInt32 = 0
  }

  /// The whole of a node in the text.
  package func span(of node: Node) -> SourceSpan {
    SourceSpan(source, Int(node.start), Int(node.end))
  }

  /// The place of a word.
  package func span(of word: Word) -> SourceSpan {
    SourceSpan(source, Int(word.start), Int(word.end))
  }

  /// The place of a piece, with its dollar sign or its escape.
  package func span(of piece: Piece) -> SourceSpan {
    SourceSpan(source, Int(piece.spanStart), Int(piece.spanEnd))
  }

  /// The indices of a node's words.
  package func words(of node: Node) -> Range<Int> {
    Int(node.firstWord)..<Int(node.firstWord + node.wordCount)
  }

  /// The indices of the filters behind a simple command, in their order.
  package func filters(ofNode index: Int) -> Range<Int> { index + 1..<Int(nodes[index].next) }

  /// The indices of a word's pieces.
  package func pieces(of word: Word) -> Range<Int> {
    Int(word.firstPiece)..<Int(word.firstPiece + word.pieceCount)
  }

  /// A word's text as it was written.
  package func text(of word: Word) -> ArraySlice<UInt8> {
    bytes[Int(word.start)..<Int(word.end)]
  }
}
