/// Getting over a wrong line, so that one run reports everything, and each thing once.
extension Parser {
  /// Skips the rest of the line as the lexer would read it: a brace in quotes or in a comment is
  /// none. Blocks that it opens are dropped whole, so that their closing braces are not reported.
  mutating func recover() {
    var open = 0
    switch token {
    case .newline, .end: return
    case .openBrace: open = 1
    case .closeBrace where depth > 0:
      // It closes the block around this line, which would else be reported as unclosed.
      lexer.index = lexer.tokenStart
      return
    default: break
    }
    lexer.skipRefused(opened: open, isInBlock: depth > 0)
  }
}

extension UInt8 {
  /// A word may begin behind it.
  fileprivate var isSeparator: Bool {
    isBlank || self == .newline || self == UInt8(ascii: ";") || self == UInt8(ascii: "&")
  }
}

extension Lexer {
  /// To the end of the line.
  mutating func skipLine() {
    while index < bytes.count, bytes[index] != .newline { index += 1 }
  }

  /// The rest of a line that cannot be part of a script, with the blocks that were and are opened.
  mutating func skipRefused(opened: Int, isInBlock: Bool) {
    var open = opened
    leaveQuotes()
    var startsWord = index == 0 || bytes[index - 1].isSeparator
    while index < bytes.count {
      let byte = bytes[index]
      if byte == .newline, open == 0 { return }
      if startsWord {
        let isAlone = endsWord(index + 1)
        if byte == UInt8(ascii: "#") {
          skipLine()
          continue
        }
        if isAlone, byte == UInt8(ascii: "{") { open += 1 }
        if isAlone, byte == UInt8(ascii: "}") {
          // The closing brace of the block around this line is not ours.
          if open == 0, isInBlock { return }
          open = max(0, open - 1)
        }
      }
      let next = behindContinuations(index)
      if next > index {
        index = next
      } else {
        startsWord = byte.isSeparator
        skip()
      }
    }
  }

  /// Out of the quotes in which something was refused.
  private mutating func leaveQuotes() {
    if let openQuote { skipQuoted(openQuote) }
    openQuote = nil
  }

  /// Over one byte, one escape, or all that stands in quotes.
  private mutating func skip() {
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\\"): index = min(index + 1, bytes.count)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): skipQuoted(byte)
    default: break
    }
  }

  /// Behind the closing quote, wherever it is: without one the quote is no more than a byte, so that
  /// the lines that follow are still looked at.
  private mutating func skipQuoted(_ quote: UInt8) {
    var end = index
    while end < bytes.count {
      if bytes[end] == quote {
        index = end + 1
        return
      }
      end += bytes[end] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
    }
  }
}
