import Language
import Testing

/// Every way to write a variable wrong.
@Suite struct VariableErrorTests {
  @Test(arguments: [
    FaultyText("a ⟦$⟧", .malformedVariable, "without a variable's name", fix: "write \\$"),
    FaultyText("a ⟦$⟧ b", .malformedVariable, "nothing to replace", fix: "write \\$"),
    FaultyText("a 100⟦$⟧", .malformedVariable, "without a variable's name"),
    FaultyText("a \"⟦$⟧\"", .malformedVariable, "without a variable's name"),
    FaultyText("a ⟦$⟧'x'", .malformedVariable, "without a variable's name"),
    FaultyText("a ⟦$⟧é", .malformedVariable, "without a variable's name"),
    FaultyText("a ⟦$⟧-", .malformedVariable, "without a variable's name"),
    FaultyText("a ⟦$⟧(date)", .malformedVariable, "nothing to replace", fix: "capture exec"),
    FaultyText("a \"⟦$⟧(date)\"", .malformedVariable, "nothing to replace", fix: "into $out"),
    FaultyText("a ⟦$⟧*", .malformedVariable, "nothing to replace", fix: "`$@`"),
    FaultyText("a ⟦$⟧$", .malformedVariable, "nothing to replace", fix: "${host:pid}"),
  ])
  func lonelyDollars(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a x⟦$@⟧", .malformedVariable, "a word of its own", fix: "blanks around it"),
    FaultyText("a ⟦$@⟧x", .malformedVariable, "joined with other text"),
    FaultyText("a ⟦$@⟧$@", .malformedVariable, "a word of its own"),
    FaultyText("a \"⟦$@⟧ \"", .malformedVariable, "a word of its own"),
    FaultyText("a \"⟦$@⟧\"x", .malformedVariable, "a word of its own"),
    FaultyText("a x\"⟦$@⟧\"", .malformedVariable, "a word of its own"),
    FaultyText("a ${x:-⟦$@⟧}", .malformedVariable, "a word of its own"),
    FaultyText("a ⟦$@⟧\\\nb", .malformedVariable, "a word of its own"),
  ])
  func joinedArguments(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦${⟧}", .malformedVariable, "without a name", fix: "${NAME}"),
    FaultyText("a ⟦${⟧@}", .malformedVariable, "without a name"),
    FaultyText("a ⟦${⟧ x}", .malformedVariable, "without a name"),
    FaultyText("a ⟦${⟧:-x}", .malformedVariable, "without a name"),
    FaultyText("a ⟦${⟧:x}", .malformedVariable, "without a name"),
    FaultyText("a ⟦${1x⟧}", .malformedVariable, "begins with no digit"),
    FaultyText("a ⟦${⟧é}", .malformedVariable, "without a name"),
    FaultyText("a ⟦${env:⟧}", .malformedVariable, "without a name"),
    FaultyText("a ⟦${job:⟧+x}", .malformedVariable, "without a name", fix: "${job:FACT}"),
    FaultyText("a \"b ⟦${⟧}\"", .malformedVariable, "without a name"),
  ])
  func nameless(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦${x ⟧}", .malformedVariable, "must follow the name", fix: "${NAME:-default}"),
    FaultyText("a ⟦${x|⟧}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${x:⟧}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${x:⟧=y}", .malformedVariable, "`}` or `:-` must follow"),
    FaultyText("a ⟦${x:⟧0:3}", .malformedVariable, "`}` or `:-` must follow"),
    FaultyText("a ⟦${x-⟧y}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${x.⟧y}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${xé⟧}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${#x⟧}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${?:⟧=x}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${env:X:⟧x}", .malformedVariable, "unexpected text"),
    FaultyText("a ⟦${env:X$⟧y}", .malformedVariable, "unexpected text"),
  ])
  func textBehindTheName(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ${⟦evn⟧:HOME}", .malformedVariable, "did you mean `env`?"),
    FaultyText("a ${⟦hots⟧:pid}", .malformedVariable, "did you mean `host`?"),
    FaultyText("a ${⟦nothing⟧:x}", .malformedVariable, "unknown source of variables `nothing`"),
    FaultyText("a ${⟦x⟧:y}", .malformedVariable, "unknown source of variables `x`"),
    FaultyText("a ${⟦1⟧:y}", .malformedVariable, "unknown source of variables `1`"),
  ])
  func sources(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦${⟧x", .malformedVariable, "never closed", fix: "close it with }"),
    FaultyText("a ⟦${⟧", .malformedVariable, "opened here"),
    FaultyText("a ⟦${⟧x\nb", .malformedVariable, "never closed"),
    FaultyText("a ⟦${⟧\r\nb", .malformedVariable, "never closed"),
    FaultyText("a ⟦${⟧env:\nb", .malformedVariable, "never closed"),
    FaultyText("a \"⟦${⟧x", .malformedVariable, "never closed"),
    FaultyText("a ⟦${⟧x:-b c", .malformedVariable, "never closed"),
    FaultyText("a ⟦${⟧x:-b\nc", .malformedVariable, "never closed"),
    FaultyText("a ⟦${⟧x:-b\r\nc", .malformedVariable, "never closed"),
    FaultyText("a ${x:-b⟦\r⟧c}", .loneCarriageReturn, "ends no line"),
    FaultyText("a ${x:-b⟦\\⟧", .endsInBackslash, "nothing follows"),
  ])
  func unclosed(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ${x:-⟦${y:-⟧z}}", .malformedVariable, "a default inside a default", fix: "`let`"),
    FaultyText("a \"${x:-b ⟦${env:Y:-⟧z}}\"", .malformedVariable, "too deep to read"),
    FaultyText("a ${x:-${y}⟦${z:-⟧}}", .malformedVariable, "a default inside a default"),
    FaultyText("a ${x:-⟦\"⟧b\"}", .malformedVariable, "write \\ before it"),
    FaultyText("a \"${x:-⟦\"⟧}\"", .malformedVariable, "a quote in a default"),
    FaultyText("a ${x:-it⟦'⟧s}", .malformedVariable, "a quote in a default"),
    FaultyText("a ${x:-⟦$⟧}", .malformedVariable, "without a variable's name"),
    FaultyText("a ${x:-⟦${y ⟧}}", .malformedVariable, "unexpected text"),
    FaultyText("a ${x:-${⟦evn⟧:Y}}", .malformedVariable, "did you mean `env`?"),
  ])
  func defaults(_ text: FaultyText) { text.check() }

  /// Read on its own, each would be a command that is wrong in its turn.
  @Test(arguments: [
    "a \"⟦$⟧(b) \nc' | \" d", "a \"⟦\\q⟧\n| (\" b", "a ⟦|⟧ 'b\n| c\n' d", "a ⟦|⟧ \"b\\\"\n|\" d",
  ])
  func theQuotesAroundAnErrorAreLeft(_ text: String) {
    let marked = MarkedText(text)
    let result = soundlyParsed(marked.bytes + Bytes("\ngood\n".utf8))
    #expect(result.diagnostics.map { $0.span?.range } == marked.marks)
    #expect(result.script.dump == "(simple good)")
  }
}
