/// `{ ... }`, and how deep they may stand in each other.
extension Parser {
  /// `{ ... }` with its statements as children of the node that is open; where it ended.
  mutating func body() throws(Diagnostic) -> Int {
    guard case .openBrace = token else { throw try missingBlock() }
    try deeper()
    defer { depth -= 1 }
    let opened = lexer.tokenSpan
    lines(inBlock: true)
    guard case .closeBrace = token else {
      if lexer.incomplete == nil { lexer.incomplete = .block }
      throw Diagnostic(
        .unclosedBlock, "this block is never closed", at: opened, label: "opened here"
      ).fix("`}` stands alone between blanks or on a line")
    }
    let end = lexer.tokenEnd
    try advance()
    return end
  }

  /// A block on the next line is taken with its command: that is one mistake, not two.
  private mutating func missingBlock() throws(Diagnostic) -> Diagnostic {
    if case .pipe = token { return lexer.reserved(at: lexer.tokenStart) }
    if case .newline = token {
      let rest = lexer.bytes[lexer.index...]
      let next = rest.firstIndex { !$0.isBlank && $0 != .newline && $0 != .carriageReturn }
      if let next, rest[next] == UInt8(ascii: "{"), lexer.endsWord(next + 1) {
        lexer.index = next
        try advance()
        return Diagnostic(
          .expectedBlock, "a block on a line of its own", at: lexer.tokenSpan,
          label: "must begin on the line of its command")
      }
    }
    return Diagnostic(
      .expectedBlock, "a block is missing", at: lexer.tokenSpan, label: "expected `{`"
    ).fix("`{` stands alone between blanks")
  }

  mutating func deeper() throws(Diagnostic) {
    guard depth < Self.maximumDepth else {
      throw Diagnostic(
        .blockDepth, "blocks are nested more than \(Self.maximumDepth) deep", at: lexer.tokenSpan,
        label: "one too many"
      ).fix("`def` a command for the inner part")
    }
    depth += 1
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofBlocks: [ErrorCode] { [.expectedBlock, .unclosedBlock, .blockDepth] }

  package static var expectedBlock: ErrorCode {
    ErrorCode(
      102, title: "a block is missing",
      story: """
        `if`, `for`, `repeat`, `def` and `scope` go on with a block: `{`, commands, `}`. Both braces \
        are words of their own, with a blank or the end of a line on either side; in `is 1{` the \
        brace is a part of the word, and `{` on a line of its own comes too late, because the end of \
        a line ends the command.

            if test 1 is 1 { echo fine }
            for kind in uts ipc {
              ns $kind
            }
        """)
  }

  package static var unclosedBlock: ErrorCode {
    ErrorCode(
      104, title: "a block that is never closed",
      story: """
        The caret shows the `{` for which no `}` was found up to the end of the script. With several \
        open blocks it is the innermost one, so the forgotten brace may belong to a block around it: \
        look for the first line whose indentation does not fit.

        A `}` counts only as a whole word without quotes: in `echo a}` it is a part of the argument. \
        At the prompt an open block is no error; the rest is asked for, and ^C drops it.

            scope { ns user net; exec true }
        """)
  }

  package static var blockDepth: ErrorCode {
    ErrorCode(
      105, title: "blocks are nested too deep",
      story: """
        Blocks may stand in each other 100 deep; the prefixes `try`, `not` and `capture` count as \
        well. The limit is there because a reader of scripts has to end with an error, not with an \
        overflowing stack, whatever it is fed. A chain of `else if` counts as one level, as long as \
        it may be.

        No person writes this; a program did. Let it give names to the inner parts:

            def inner { exec true }
            scope { inner }
        """)
  }
}
