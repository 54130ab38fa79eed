/// Tokens to statements, by the grammar of docs/language.md, section 2.
///
/// A function named after a construct reads the whole of it, from the current token, which is the
/// construct's first, and leaves the current token behind it. What the user got wrong is thrown as
/// a `Diagnostic`, caught once a line, kept, and parsing goes on with the next line, so that one
/// run reports everything.
package struct Parser {
  /// Blocks may stand in each other this deep.
  package static let maximumDepth = 100

  var lexer: Lexer
  var token = Lexer.Token.end
  var diagnostics: [Diagnostic] = []
  var depth = 0
  private var reportedIncomplete = false
  /// The rest of the text was not looked at: what is open or missing there is not known.
  private var hasGivenUp = false

  /// What came of a text.
  package struct Result: Sendable {
    package let script: Script
    /// In order of position.
    package let diagnostics: [Diagnostic]
    /// Nothing is wrong so far, but the text ended inside something: a prompt asks for more.
    package let incomplete: Incomplete?
  }

  init(_ source: SourceID, _ bytes: Bytes) {
    lexer = Lexer(source: source, bytes: bytes)
  }

  /// Parses a whole text. Never fails as a call: what is wrong stands in the result.
  package static func parse(_ bytes: Bytes, source: SourceID) -> Result {
    guard bytes.count < UInt32.max >> 1 else {
      let error = Diagnostic(
        .tooLarge, "a script of \(bytes.count) bytes", at: SourceSpan(source, 0, 0),
        label: "at most 2 GiB")
      return Result(
        script: Script(source: source, bytes: []), diagnostics: [error], incomplete: nil)
    }
    var parser = Parser(source, bytes)
    parser.lines(inBlock: false)
    return parser.result()
  }

  private func result() -> Result {
    // Only when being incomplete is all that is wrong is it worth to ask for more.
    Result(
      script: lexer.script, diagnostics: diagnostics.sorted(by: Diagnostic.byPosition),
      incomplete: diagnostics.count == 1 && !hasGivenUp ? lexer.incomplete : nil)
  }

  mutating func advance() throws(Diagnostic) {
    // Should the lexer throw, there is no current token that could end the line.
    token = .semicolon
    token = try lexer.next()
  }

  /// Statements up to the closing brace of the block, or to the end of the text.
  mutating func lines(inBlock: Bool) {
    while true {
      do throws(Diagnostic) {
        guard try line(inBlock: inBlock) else { return }
      } catch {
        // The blocks around a text that ends too early are not closed either: said once.
        if !hasGivenUp, lexer.incomplete == nil || !reportedIncomplete {
          diagnostics.append(error)
        }
        reportedIncomplete = lexer.incomplete != nil
        // What follows a NUL is no text: one error is enough.
        if error.code == .nulByte { lexer.index = lexer.bytes.count }
        recover()
        if error.code == .nulByte || error.code == .blockDepth {
          hasGivenUp = hasGivenUp || lexer.index == lexer.bytes.count
        }
      }
    }
  }

  /// One line; false when the block or the text has ended.
  private mutating func line(inBlock: Bool) throws(Diagnostic) -> Bool {
    try advance()
    while true {
      switch token {
      case .end: return false
      case .newline: try advance()
      case .closeBrace:
        if inBlock { return false }
        throw Diagnostic(
          .unexpectedToken, "a `}` that closes nothing", at: lexer.tokenSpan,
          label: "no block is open here"
        ).fix("remove it, or quote it: '}'")
      default:
        try statements(inBlock: inBlock)
        if case .newline = token { return true }
      }
    }
  }

  /// Commands with `;` between them, up to a line's end or the block's.
  private mutating func statements(inBlock: Bool) throws(Diagnostic) {
    while true {
      let mark = lexer.script.nodes.count
      do throws(Diagnostic) {
        try command()
      } catch {
        // A half-read command is no part of the script; the rest can still be checked.
        lexer.script.nodes.removeSubrange(mark...)
        throw error
      }
      switch token {
      case .semicolon: try advance()
      case .newline, .end: return
      case .closeBrace where inBlock: return
      default: throw unexpected("`;` or a new line must follow a command")
      }
      switch token {
      case .newline, .end: return
      case .closeBrace where inBlock: return
      default: break
      }
    }
  }

  func unexpected(_ expectation: String) -> Diagnostic {
    let span = lexer.tokenSpan
    switch token {
    case .semicolon:
      return Diagnostic(.unexpectedToken, "unexpected `;`", at: span, label: expectation)
    case .pipe: return lexer.reserved(at: lexer.tokenStart)
    case .ampersand:
      return Diagnostic(.unexpectedToken, "unexpected `&`", at: span, label: expectation)
    case .openBrace:
      return Diagnostic(.unexpectedToken, "unexpected `{`", at: span, label: expectation)
        .fix("quote it to pass it on: '{'")
    case .closeBrace:
      return Diagnostic(.unexpectedToken, "unexpected `}`", at: span, label: expectation)
        .fix("quote it to pass it on: '}'")
    case .newline, .end:
      return Diagnostic(.unexpectedToken, "the line ends here", at: span, label: expectation)
    case .word(let index):
      let text = lexer.script.text(of: lexer.script.words[index]).displayed
      return Diagnostic(.unexpectedToken, "unexpected `\(text)`", at: span, label: expectation)
    }
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofParser: [ErrorCode] { [.tooLarge, .unexpectedToken] }

  package static var tooLarge: ErrorCode {
    ErrorCode(
      8, title: "a script that is too large",
      story: """
        Places in a script are kept as numbers of 32 bits, so that a million lines take little \
        memory. The parser takes at most 2 GiB for that reason. A file, or standard input, is \
        refused earlier: beyond 1 GiB, or 64 MiB of a pipe or a device, with EFBIG. And the text of \
        `-c` is one argument of a program, which Linux limits to 128 KiB (execve(2)).

        Such a script was made by a program. Let it write several files and `source` them, or make \
        the loop part of the script:

            for n in 1 2 3 { exec echo $n }
        """)
  }

  package static var unexpectedToken: ErrorCode {
    ErrorCode(
      103, title: "a word is in the wrong place",
      story: """
        The sentence was understood up to the caret; what stands there cannot continue it. The \
        label says what could. The usual cases: an `else` that is not on the line of the `}` before \
        it, a `}` too many, a brace that was meant as an argument (quote it), and a condition that \
        is more than one simple command. `not` may stand before a condition; what needs `if`, `try` \
        or `for` goes into a `def`, which is a command like any other.

            if not exec false { echo no } else { echo yes }
            echo '{' quoted '}'
            def is-small n { test $n lt 10 }
            if is-small 3 { echo small }
        """)
  }
}
