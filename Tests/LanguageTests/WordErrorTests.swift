import Language
import Testing

/// What the lexer refuses outside of variables.
@Suite struct WordErrorTests {
  @Test(arguments: [
    FaultyText("ns ⟦|⟧ x", .reservedCharacter, "no pipes", fix: "exec sh -c 'a | b'"),
    FaultyText("ns ⟦<⟧ x", .reservedCharacter, "no redirections", fix: "quote it: '<'"),
    FaultyText("ns ⟦>⟧x", .reservedCharacter, "no redirections", fix: "a > file"),
    FaultyText("ns ⟦(⟧x)", .reservedCharacter, "no subshells", fix: "scope { ... }"),
    FaultyText("ns x⟦)⟧", .reservedCharacter, "no subshells", fix: "quote it: ')'"),
    FaultyText("ls ⟦*⟧", .reservedCharacter, "no patterns", fix: "'ls *'"),
    FaultyText("ls a⟦?⟧b", .reservedCharacter, "no patterns", fix: "quote it: '?'"),
    FaultyText("ls ⟦[⟧ab]", .reservedCharacter, "no patterns", fix: "quote it: '['"),
    FaultyText("ls ⟦`⟧a`", .reservedCharacter, "no command substitution", fix: "capture exec"),
    FaultyText("a ⟦&&⟧ b", .reservedCharacter, "no `&&`", fix: "lines of their own"),
    FaultyText("a b⟦&&⟧c", .reservedCharacter, "unquoted `&&`", fix: "quote it: '&&'"),
    FaultyText("⟦&&⟧", .reservedCharacter, "no `&&`"),
    FaultyText("a ⟦||⟧ b", .reservedCharacter, "no `||`", fix: "if COMMAND { } else { }"),
    FaultyText("a b⟦||⟧c", .reservedCharacter, "unquoted `||`", fix: "quote it: '||'"),
    FaultyText("a ⟦>⟧> b", .reservedCharacter, "unquoted `>`"),
    FaultyText("a 2⟦>⟧&1", .reservedCharacter, "unquoted `>`"),
    FaultyText("a 'x'⟦|⟧\"y\"", .reservedCharacter, "no pipes"),
    FaultyText("a $x⟦*⟧", .reservedCharacter, "no patterns"),
    FaultyText("⟦(⟧a)", .reservedCharacter, "no subshells"),
    FaultyText("a größe日 ⟦|⟧", .reservedCharacter, "no pipes"),
    FaultyText("exec a ⟦&&⟧&", .reservedCharacter, "no `&&`"),
  ])
  func reserved(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦'⟧b", .unclosedQuote, "never closed", fix: "close it with '"),
    FaultyText("a ⟦\"⟧b", .unclosedQuote, "opened here", fix: "close it with \""),
    FaultyText("a ⟦'⟧b\nc\nd\n", .unclosedQuote, "never closed"),
    FaultyText("a 'b'⟦'⟧", .unclosedQuote, "never closed"),
    FaultyText("a ⟦\"⟧b\\\"", .unclosedQuote, "never closed"),
    FaultyText("a ⟦\"⟧b\\", .unclosedQuote, "never closed"),
    FaultyText("a ⟦\"⟧b\\\n", .unclosedQuote, "never closed"),
    FaultyText("a ⟦'⟧b\\\n", .unclosedQuote, "never closed"),
    FaultyText("a it⟦'⟧s", .unclosedQuote, "never closed", fix: "or write \\'"),
    FaultyText("a ⟦\\⟧", .endsInBackslash, "ends in a backslash"),
    FaultyText("a b⟦\\⟧", .endsInBackslash, "nothing follows"),
    FaultyText("⟦\\⟧", .endsInBackslash, "nothing follows"),
  ])
  func unclosed(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a \"⟦\\a⟧\"", .unknownEscape, "unknown escape `\\a`", fix: "single quotes"),
    FaultyText("a \"b⟦\\x⟧41\"", .unknownEscape, "not one of \\n \\t \\e \\\" \\\\ \\$"),
    FaultyText("a \"⟦\\'⟧\"", .unknownEscape, "`\\'`"),
    FaultyText("a \"⟦\\é⟧\"", .unknownEscape, "`\\é`"),
    FaultyText("a \"⟦\\日⟧本\"", .unknownEscape, "`\\日`"),
    FaultyText("a \"⟦\\\u{1b}⟧\"", .unknownEscape, "`\\\\e`"),
    FaultyText("a \"\\\\⟦\\0⟧\"", .unknownEscape, "`\\0`"),
    FaultyText("a \"⟦\\ ⟧\"", .unknownEscape, "`\\ `"),
    FaultyText("⟦\\a⟧", .notACommandName, "never from a variable or quotes"),
  ])
  func escapes(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦\0⟧ b", .nulByte, "a NUL byte"),
    FaultyText("⟦\0⟧", .nulByte, "never part of a script"),
    FaultyText("a b⟦\0⟧c", .nulByte, "a NUL byte"),
    FaultyText("a '⟦\0⟧'", .nulByte, "a NUL byte"),
    FaultyText("a \"b⟦\0⟧\"", .nulByte, "a NUL byte"),
    FaultyText("a \\⟦\0⟧", .nulByte, "a NUL byte"),
    FaultyText("a \"\\⟦\0⟧\"", .nulByte, "a NUL byte"),
    FaultyText("# ⟦\0⟧", .nulByte, "a NUL byte"),
    FaultyText("a ${x:-⟦\0⟧}", .nulByte, "a NUL byte"),
    FaultyText("a ${x:-\\⟦\0⟧}", .nulByte, "a NUL byte"),
    FaultyText("a ⟦\0⟧ |\nb (\n\0", .nulByte, "a NUL byte"),
    FaultyText("scope {\n if a {\n  x ⟦\0⟧\n }\n}\nb (", .nulByte, "a NUL byte"),
  ])
  func nul(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦\r⟧ b", .loneCarriageReturn, "ends no line", fix: "remove it"),
    FaultyText("a⟦\r⟧", .loneCarriageReturn, "only CR LF is a line ending"),
    FaultyText("a⟦\r⟧\r\nb", .loneCarriageReturn, "ends no line"),
    FaultyText("a '⟦\r⟧'", .loneCarriageReturn, "ends no line"),
    FaultyText("a \"⟦\r⟧\"", .loneCarriageReturn, "ends no line"),
    FaultyText("a \\⟦\r⟧b", .loneCarriageReturn, "ends no line"),
    FaultyText("a \"\\⟦\r⟧\"", .loneCarriageReturn, "ends no line"),
    FaultyText("a ${x:-\\⟦\r⟧}", .loneCarriageReturn, "ends no line"),
    FaultyText("# don't ⟦\r⟧ don't { |\nx", .loneCarriageReturn, "ends no line"),
  ])
  func carriageReturns(_ text: FaultyText) { text.check() }

  @Test func binaryFilesAreAskedAfter() {
    let remarks = soundlyParsed("\u{7f}ELF\0\0\0").diagnostics.flatMap(\.remarks)
    #expect(remarks == [Diagnostic.Remark(.note, "is this a binary file?")])
  }
}
