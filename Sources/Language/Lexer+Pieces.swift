/// Words that are more than bare bytes: quotes, escapes and variables.
extension Lexer {
  /// Reads a whole word into pieces.
  mutating func pieces() throws(Diagnostic) -> Script.Word.Shape {
    if let end = standaloneArguments() {
      index = end
      return .arguments
    }
    if byte(index) == UInt8(ascii: "~"), let end = homeEnd(index) {
      script.pieces.append(Script.Piece(kind: .home, start: UInt32(index), end: UInt32(end)))
      index = end
    }
    while !endsWord(index) { try piece() }
    return .pieces
  }

  /// The end of `$@` or `"$@"` where it is the whole word.
  private func standaloneArguments() -> Int? {
    for form in [Array("$@".utf8), Array("\"$@\"".utf8)] {
      let end = index + form.count
      if end <= bytes.count, bytes[index..<end].elementsEqual(form), endsWord(end) { return end }
    }
    return nil
  }

  /// Behind a leading `~` that stands alone or before a slash.
  private func homeEnd(_ start: Int) -> Int? {
    byte(start + 1) == UInt8(ascii: "/") || endsWord(start + 1) ? start + 1 : nil
  }

  /// One piece outside of double quotes.
  private mutating func piece() throws(Diagnostic) {
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "'"): try singleQuoted()
    case UInt8(ascii: "\""): try doubleQuoted()
    case UInt8(ascii: "$"): try variable()
    case UInt8(ascii: "\\"): try escaped()
    case 0: throw nulByte()
    case .carriageReturn: throw loneCarriageReturn()
    case let byte where byte.isBare:
      while index < bytes.count, bytes[index].isBare { index += 1 }
      literal(start, index)
    default: throw reserved(at: index)
    }
  }

  mutating func literal(_ start: Int, _ end: Int) {
    guard start < end else { return }
    script.pieces.append(
      Script.Piece(kind: .literal, start: UInt32(start), end: UInt32(end)))
  }

  private mutating func singleByte(_ value: UInt8) {
    script.pieces.append(Script.Piece(kind: .byte, start: UInt32(value), end: 0))
  }

  /// `\` and any byte, or a continuation.
  mutating func escaped() throws(Diagnostic) {
    // All at once: `endsWord` has looked behind all of them too.
    let next = behindContinuations(index)
    guard next == index else {
      index = next
      return
    }
    guard index + 1 < bytes.count else {
      incomplete = .backslash
      endsInEscape = true
      throw Diagnostic(
        .endsInBackslash, "the text ends in a backslash", at: span(index, index + 1),
        label: "nothing follows")
    }
    // No backslash makes these a part of the language.
    index += 1
    if bytes[index] == 0 { throw nulByte() }
    if bytes[index] == .carriageReturn { throw loneCarriageReturn() }
    literal(index, index + 1)
    index += 1
  }

  private mutating func singleQuoted() throws(Diagnostic) {
    let open = index
    openQuote = bytes[open]
    index += 1
    // Quotes make a word even when nothing is in them.
    var start = index
    while true {
      guard index < bytes.count else {
        literal(start, index)
        throw unclosed(open)
      }
      switch bytes[index] {
      case UInt8(ascii: "'"):
        literal(start, index)
        openQuote = nil
        index += 1
        return
      case 0: throw nulByte()
      case .carriageReturn:
        guard isLineEnding(index) else { throw loneCarriageReturn() }
        literal(start, index)
        index += 1
        start = index
      default: index += 1
      }
    }
  }

  private mutating func doubleQuoted() throws(Diagnostic) {
    let open = index
    openQuote = bytes[open]
    index += 1
    var start = index
    while true {
      guard index < bytes.count else {
        literal(start, index)
        throw unclosed(open)
      }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        literal(start, index)
        openQuote = nil
        index += 1
        return
      case UInt8(ascii: "$"):
        literal(start, index)
        try variable()
        start = index
      case UInt8(ascii: "\\"):
        literal(start, index)
        try quotedEscape(open)
        start = index
      case 0: throw nulByte()
      case .carriageReturn:
        guard isLineEnding(index) else { throw loneCarriageReturn() }
        literal(start, index)
        index += 1
        start = index
      default: index += 1
      }
    }
  }

  /// `\n \t \e \" \\ \$` and the continuation.
  private mutating func quotedEscape(_ open: Int) throws(Diagnostic) {
    if let length = continuationLength(index) {
      index += length
      return
    }
    guard index + 1 < bytes.count else {
      endsInEscape = true
      throw unclosed(open)
    }
    switch bytes[index + 1] {
    case UInt8(ascii: "n"): singleByte(.newline)
    case UInt8(ascii: "t"): singleByte(.tab)
    case UInt8(ascii: "e"): singleByte(.escape)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): singleByte(bytes[index + 1])
    case 0:
      index += 1
      throw nulByte()
    case .carriageReturn:
      index += 1
      throw loneCarriageReturn()
    default:
      var scalars = ScalarSequence(bytes, in: index + 1..<bytes.count)
      _ = scalars.next()
      let written = bytes[index..<scalars.offset].displayed
      throw Diagnostic(
        .unknownEscape, "unknown escape `\(written)` in double quotes",
        at: span(index, scalars.offset), label: "not one of \\n \\t \\e \\\" \\\\ \\$"
      ).fix("`\\\\` for a backslash, or single quotes, where nothing is special")
    }
    index += 2
  }

  private mutating func unclosed(_ open: Int) -> Diagnostic {
    let quote = bytes[open]
    incomplete = quote == UInt8(ascii: "'") ? .singleQuote : .doubleQuote
    index = bytes.count
    return Diagnostic(
      .unclosedQuote, "this quote is never closed", at: span(open, open + 1),
      label: "opened here"
    ).fix("close it with \([quote].displayed), or write \\\([quote].displayed) for the character")
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofPieces: [ErrorCode] { [.unclosedQuote, .unknownEscape, .endsInBackslash] }

  package static var unclosedQuote: ErrorCode {
    ErrorCode(
      3, title: "a quote that is never closed",
      story: """
        A quoted text may go over several lines, so the closing quote is looked for up to the end of \
        the script. The caret shows the quote that found no partner. That need not be the forgotten \
        one: with one quote missing, what was inside and what was outside change places from there \
        on, and the last quote of the script is left over. Read backwards from the caret.

        An apostrophe in plain words is the usual cause. In '...' nothing is special, so there is no \
        way to write a ' in it: take "..." or a backslash. At the prompt this is no error: you are \
        asked for the rest, and ^C drops it.

            echo "it's fine"
            echo 'she said "go"'
            echo it\\'s
        """)
  }

  package static var unknownEscape: ErrorCode {
    ErrorCode(
      4, title: "an unknown escape in double quotes",
      story: """
        In "..." a backslash has a meaning before these only: \\n is a new line, \\t a tab, \\e an \
        escape, \\" \\\\ \\$ are the characters themselves, and a backslash at the end of a line joins \
        it with the next. Shells disagree about all others: some keep the backslash, some drop it. \
        A script that means one of the two should not silently get the other.

        Write \\\\ for a backslash, or single quotes, in which nothing is special. Outside of quotes a \
        backslash takes any character literally.

            echo "costs:\\t\\$5"
            echo 'C:\\temp'
        """)
  }

  package static var endsInBackslash: ErrorCode {
    ErrorCode(
      7, title: "the text ends in a backslash",
      story: """
        A backslash gives the character behind it another meaning, and joins the next line if it \
        stands at the end of one. Here nothing follows, not even the end of a line. Perhaps the file \
        was cut off, or a long command lost its last line. At the prompt this is no error: the next \
        line is asked for.

        If a word is meant to end with a backslash, write two, or quote it:

            echo one\\\\
            echo 'one\\'
        """)
  }
}
