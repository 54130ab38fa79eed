/// Bytes to tokens. Words are stored into the script as they are read; what it meets that cannot
/// be part of the language it throws, with the position and what to write instead.
struct Lexer {
  enum Token {
    /// The index of the word in the script.
    case word(Int)
    /// `{` or `}` as a whole unquoted word.
    case openBrace
    case closeBrace
    case semicolon
    case ampersand
    /// `|` alone between blanks, with the name of a filter behind it.
    case pipe
    case newline
    case end
  }

  var script: Script
  let bytes: Bytes
  /// The offset of the next byte to read.
  var index = 0
  /// Where the last token stood.
  var tokenStart = 0
  var tokenEnd = 0
  /// The quotes that are open where something was refused.
  var openQuote: UInt8?
  /// The `$` of a variable that the text ended inside of.
  var openVariable: Int?
  /// The text ended in a backslash that takes what follows.
  var endsInEscape = false
  /// The text ended in a comment.
  var endsInComment = false
  /// Inside of `${NAME:-`, where no other default may stand.
  var isInDefault = false
  /// Set when the text ended inside something.
  var incomplete: Parser.Incomplete?

  init(source: SourceID, bytes: Bytes) {
    script = Script(source: source, bytes: bytes)
    self.bytes = bytes
    index = bytes.byteOrderMarkLength
  }

  /// Nothing is wrong with what was refused last but that the text ended: a cursor may stand there.
  var endsInside: Bool { incomplete != nil || openVariable != nil }

  var tokenSpan: SourceSpan { span(tokenStart, tokenEnd) }

  func span(_ start: Int, _ end: Int) -> SourceSpan { SourceSpan(script.source, start, end) }

  /// The byte at an offset, or 0 behind the end: NUL is never part of a script.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  /// Whether a CR here belongs to the line ending and is dropped.
  func isLineEnding(_ offset: Int) -> Bool {
    byte(offset) == .carriageReturn && byte(offset + 1) == .newline
  }

  mutating func next() throws(Diagnostic) -> Token {
    try skipBlanks()
    tokenStart = index
    guard index < bytes.count else {
      tokenEnd = index
      return .end
    }
    switch bytes[index] {
    case .newline: return single(.newline)
    case UInt8(ascii: ";"): return single(.semicolon)
    case UInt8(ascii: "&"):
      if byte(index + 1) == UInt8(ascii: "&") { throw reserved(at: index) }
      return single(.ampersand)
    case UInt8(ascii: "|") where beginsFilter: return single(.pipe)
    default: return try word()
    }
  }

  /// Everywhere else a `|` is refused.
  private var beginsFilter: Bool {
    guard index > 0, bytes[index - 1].isBlank, byte(index + 1).isBlank else { return false }
    let start = bytes[index...].dropFirst().firstIndex { !$0.isBlank } ?? bytes.count
    let name = bytes[start...].prefix { $0.isBare }
    return endsWord(name.endIndex) && FilterName(name) != nil
  }

  private mutating func single(_ token: Token) -> Token {
    index += 1
    tokenEnd = index
    return token
  }

  /// Blanks, comments, continuations, and the CR of a CR LF.
  private mutating func skipBlanks() throws(Diagnostic) {
    while index < bytes.count {
      let byte = bytes[index]
      if byte.isBlank {
        index += 1
      } else if byte == UInt8(ascii: "#") {
        try skipComment()
      } else if byte == UInt8(ascii: "\\"), let length = continuationLength(index) {
        index += length
      } else if byte == .carriageReturn, isLineEnding(index) {
        index += 1
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(Diagnostic) {
    while index < bytes.count, bytes[index] != .newline {
      if bytes[index] == 0 { throw nulByte() }
      if bytes[index] == .carriageReturn, !isLineEnding(index) {
        let error = loneCarriageReturn()
        skipLine()
        throw error
      }
      index += 1
    }
    endsInComment = index == bytes.count
  }

  /// The length of `\ NL` or `\ CR NL` here.
  func continuationLength(_ offset: Int) -> Int? {
    if byte(offset + 1) == .newline { return 2 }
    return isLineEnding(offset + 1) ? 3 : nil
  }

  /// Behind all the continuations that begin at an offset.
  func behindContinuations(_ offset: Int) -> Int {
    var offset = offset
    while byte(offset) == UInt8(ascii: "\\"), let length = continuationLength(offset) {
      offset += length
    }
    return offset
  }

  private mutating func word() throws(Diagnostic) -> Token {
    let start = index
    while index < bytes.count, bytes[index].isBare { index += 1 }
    if endsWord(index) {
      tokenEnd = index
      if index == start + 1 {
        if bytes[start] == UInt8(ascii: "{") { return .openBrace }
        if bytes[start] == UInt8(ascii: "}") { return .closeBrace }
      }
      return store(start, shape: beginsWithHome(start, end: index) ? .home : .plain)
    }
    index = start
    let firstPiece = script.pieces.count
    let shape = try pieces()
    tokenEnd = index
    return store(start, shape: shape, firstPiece: firstPiece)
  }

  /// Whether a word cannot go on at this offset.
  func endsWord(_ offset: Int) -> Bool {
    guard offset < bytes.count else { return true }
    switch bytes[offset] {
    case .space, .tab, .newline, UInt8(ascii: ";"): return true
    case UInt8(ascii: "&"): return byte(offset + 1) != UInt8(ascii: "&")
    case .carriageReturn: return isLineEnding(offset)
    case UInt8(ascii: "\\"):
      let next = behindContinuations(offset)
      return next > offset && endsWord(next)
    default: return false
    }
  }

  private func beginsWithHome(_ start: Int, end: Int) -> Bool {
    bytes[start] == UInt8(ascii: "~") && (end == start + 1 || bytes[start + 1] == UInt8(ascii: "/"))
  }

  private mutating func store(_ start: Int, shape: Script.Word.Shape, firstPiece: Int = 0) -> Token
  {
    let count = shape == .pieces ? script.pieces.count - firstPiece : 0
    script.words.append(
      Script.Word(
        start: UInt32(start), end: UInt32(index), firstPiece: UInt32(firstPiece), shape: shape,
        pieceCount: UInt32(count)))
    return .word(script.words.count - 1)
  }
}
