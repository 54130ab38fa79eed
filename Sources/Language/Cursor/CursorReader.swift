/// Reads a text token by token, and keeps what is of the last command.
struct CursorReader {
  private var lexer: Lexer
  private var place = Cursor.Place.command
  private var words: [Bytes] = []
  /// The construct that the last command is the head of: a block must follow.
  private var construct: Keyword?
  /// The constructs whose blocks are open, the innermost last.
  private var blocks: [Keyword] = []
  /// The first piece of the word that is being read.
  private var firstPiece = 0

  init(_ text: Bytes) { lexer = Lexer(source: SourceID(0), bytes: text) }

  mutating func read() -> Cursor {
    while true {
      firstPiece = lexer.script.pieces.count
      do throws(Diagnostic) {
        let token = try lexer.next()
        if case .end = token { return between() }
        if let value = value(ofWord: token), isLast { return inside(value) }
        if !take(token), let end = refuse(token) { return end }
      } catch {
        if lexer.endsInside { return inside(openValue) }
        if error.code == .nulByte { lexer.index = lexer.bytes.count }
        if let end = refuse(nil) { return end }
      }
    }
  }

  /// The word that was read may go on at the cursor, be it on the next line.
  private var isLast: Bool { lexer.behindContinuations(lexer.tokenEnd) == lexer.bytes.count }

  /// The cursor where no word has begun.
  private func between() -> Cursor {
    Cursor(lexer.endsInComment ? .comment : place, words, start: lexer.bytes.count)
  }

  /// The cursor in a word with this value.
  private func inside(_ value: Bytes) -> Cursor {
    var cursor = Cursor(place, words, start: lexer.tokenStart)
    cursor.value = value
    cursor.hasWord = true
    cursor.variable = variable
    cursor.isEscaping = lexer.endsInEscape
    switch lexer.openQuote {
    case UInt8(ascii: "'"): cursor.quoting = .single
    case UInt8(ascii: "\""): cursor.quoting = .double
    default: cursor.quoting = .bare
    }
    cursor.mayBeHome =
      lexer.script.words.last.map { $0.start == lexer.tokenStart && $0.shape == .home } ?? false
      || lexer.script.pieces[firstPiece...].first?.kind == .home
    if place != .argument, !isPlain(value) { cursor.place = .refused }
    return cursor
  }

  /// Quotes, escapes and variables are for arguments only.
  private func isPlain(_ value: Bytes) -> Bool {
    lexer.script.pieces.count == firstPiece && lexer.openVariable == nil
      && value.elementsEqual(lexer.bytes[lexer.tokenStart...])
  }

  private var variable: Cursor.Variable? {
    let isInDefault = lexer.script.pieces[firstPiece...].contains { $0.isOpen }
    if let piece = lexer.script.pieces[firstPiece...].last, piece.kind == .variable,
      piece.spanEnd == lexer.bytes.count, lexer.bytes[Int(piece.spanStart) + 1].isNameStart
    {
      return Cursor.Variable(start: Int(piece.spanStart), isInDefault: isInDefault)
    }
    return lexer.openVariable.map { Cursor.Variable(start: $0, isInDefault: isInDefault) }
  }
}

// The grammar, as far as it says what may stand at a place.
extension CursorReader {
  /// Goes over a token; false where it has no place.
  private mutating func take(_ token: Lexer.Token) -> Bool {
    switch token {
    case .word(let index): return take(lexer.script.words[index])
    case .openBrace:
      guard let construct, place == .argument || place == .afterElse else { return false }
      blocks.append(construct)
      begin()
    case .closeBrace:
      guard let closed = blocks.popLast() else { return false }
      begin()
      place = .afterBlock(closed)
    case .pipe: return false
    case .ampersand:
      guard place == .argument, construct == nil else { return false }
      place = .end
    case .semicolon:
      switch place {
      case .argument where construct == nil, .afterBlock, .end: begin()
      default: return false
      }
    case .newline: begin()
    case .end: break
    }
    return true
  }

  private mutating func begin() {
    place = .command
    words = []
    construct = nil
  }

  private mutating func take(_ word: Script.Word) -> Bool {
    let keyword = word.shape == .plain ? Keyword(lexer.script.text(of: word)) : nil
    switch (place, keyword) {
    case (.argument, _): words.append(value(of: word))
    case (.command, .try), (.command, .not), (.command, .capture), (.condition, .not): break
    case (.command, .if), (.afterElse, .if):
      construct = .if
      place = .condition
    case (.command, .for), (.command, .repeat), (.command, .def), (.command, .scope):
      construct = keyword
      beginArguments(of: word)
    case (.command, nil), (.condition, nil): beginArguments(of: word)
    case (.afterBlock(.if), .else):
      construct = .else
      place = .afterElse
    default: return false
    }
    return true
  }

  private mutating func beginArguments(of name: Script.Word) {
    words = [Bytes(lexer.script.text(of: name))]
    place = .argument
  }

  /// Gets over the rest of a line that the language refuses, as the parser does; the cursor where
  /// that is all of the text.
  private mutating func refuse(_ token: Lexer.Token?) -> Cursor? {
    let start = lexer.tokenStart
    place = .refused
    construct = nil
    if case .newline = token { return nil }
    var opened = 0
    if case .openBrace = token { opened = 1 }
    lexer.skipRefused(opened: opened, isInBlock: !blocks.isEmpty)
    guard lexer.index == lexer.bytes.count else { return nil }
    var cursor = Cursor(.refused, words, start: start)
    cursor.value = Bytes(lexer.bytes[start...])
    cursor.hasWord = true
    return cursor
  }
}

// Values.
extension CursorReader {
  private func value(ofWord token: Lexer.Token) -> Bytes? {
    switch token {
    case .word(let index): value(of: lexer.script.words[index])
    case .openBrace, .closeBrace: Bytes(lexer.bytes[lexer.tokenStart..<lexer.tokenEnd])
    default: nil
    }
  }

  private func value(of word: Script.Word) -> Bytes {
    switch word.shape {
    case .plain, .home, .arguments: Bytes(lexer.script.text(of: word))
    case .pieces: openValue
    }
  }

  /// The value of the pieces since the word began, and of the variable that is not one yet.
  private var openValue: Bytes {
    var value: Bytes = []
    var index = firstPiece
    while index < lexer.script.pieces.count {
      let piece = lexer.script.pieces[index]
      index += 1
      switch piece.kind {
      case .literal, .home: value += lexer.bytes[Int(piece.start)..<Int(piece.end)]
      case .byte: value.append(UInt8(truncatingIfNeeded: piece.start))
      case .variable: value += lexer.bytes[Int(piece.spanStart)..<Int(piece.spanEnd)]
      case .variableWithDefault:
        if piece.isOpen { return value + lexer.bytes[Int(piece.spanStart)...] }
        value += lexer.bytes[Int(piece.spanStart)..<Int(piece.spanEnd)]
        index += Int(piece.count)
      }
    }
    return value + (lexer.openVariable.map { lexer.bytes[$0...] } ?? [])
  }
}

extension Script.Piece {
  /// A default whose closing brace was not read.
  fileprivate var isOpen: Bool { kind == .variableWithDefault && spanEnd == spanStart }
}
