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
