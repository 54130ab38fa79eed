import Language
import Testing

/// One run reports everything, each thing once, and still parses what is good.
@Suite struct RecoveryTests {
  private static let reserved = Fault(.reservedCharacter, "unquoted")
  private static let unclosed = Fault(.unclosedBlock, "never closed")

  @Test(arguments: [
    FaultyText(
      "a ⟦|⟧ b\nc\nd ⟦'⟧e",
      [reserved, Fault(.unclosedQuote, "never closed")], rest: "(simple c)"),
    FaultyText(
      "⟦A⟧\nb ⟦(⟧\nc\nfor x ⟦of⟧ y { z }\nd ⟦$⟧\ne\n⟦}⟧\nf",
      [
        Fault(.notACommandName, "`A`"), reserved, Fault(.unexpectedToken, "`of`"),
        Fault(.malformedVariable, "without"), Fault(.unexpectedToken, "closes nothing"),
      ], rest: "(simple c) (simple e) (simple f)"),
    FaultyText("a ⟦*⟧ | (\nb", [reserved], rest: "(simple b)"),
    FaultyText("a; b ⟦*⟧; c\nd", [reserved], rest: "(simple a) (simple d)"),
    FaultyText(
      "⟦\r⟧a\nb\n\r\n⟦\r⟧c\n",
      [Fault(.loneCarriageReturn, "ends"), Fault(.loneCarriageReturn, "ends")], rest: "(simple b)"),
  ])
  func everyBadLineIsReported(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText(
      "scope {\n a ⟦|⟧\n b\n c ⟦*⟧\n}\nd", [reserved, reserved],
      rest: "(scope (simple b)) (simple d)"),
    FaultyText(
      "if a {\n b ⟦|⟧\n} else {\n c ⟦*⟧\n d\n}\ne", [reserved, reserved],
      rest: "(if (simple a) (block) (block (simple d))) (simple e)"),
    FaultyText(
      "def a {\n for x in y {\n  repeat 3 {\n   ⟦$x⟧ b\n   c\n  }\n }\n}\nd",
      [Fault(.notACommandName, "`$x`")],
      rest: "(def a (for x y (repeat 3 (simple c)))) (simple d)"),
    FaultyText("scope { a ⟦|⟧ b }\nc", [reserved], rest: "(scope) (simple c)"),
    FaultyText("scope { a; b ⟦|⟧ c; d }; e", [reserved], rest: "(scope (simple a)) (simple e)"),
    FaultyText(
      "scope { try ⟦}⟧\na", [Fault(.missingCommand, "missing")], rest: "(scope) (simple a)"),
    FaultyText("scope { if a ⟦}⟧\nb", [Fault(.expectedBlock)], rest: "(scope) (simple b)"),
    FaultyText(
      "scope {\n a ⟦${1x⟧} b\n c\n}\nd", [Fault(.malformedVariable)],
      rest: "(scope (simple c)) (simple d)"),
  ])
  func insideOfBlocks(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦|⟧ {\n b\n c (\n}\nd", [reserved], rest: "(simple d)"),
    FaultyText("if a ⟦|⟧ b {\n c\n} else {\n d\n}\ne", [reserved], rest: "(simple e)"),
    FaultyText("if a ⟦|⟧ b {\n c {\n d }\n } else if e {\n}\nf", [reserved], rest: "(simple f)"),
    FaultyText(
      "for ⟦1x⟧ in a {\n b\n}\nc", [Fault(.badName, "`1x`")], rest: "(simple c)"),
    FaultyText("⟦{⟧\n a\n { b }\n}\nc", [Fault(.missingCommand, "block")], rest: "(simple c)"),
    FaultyText(
      "scope {\n repeat ⟦{⟧\n  a\n }\n b\n}", [Fault(.unexpectedToken, "count")],
      rest: "(scope (simple b))"),
    FaultyText(
      "scope {\n a ⟦|⟧ { b }\n c\n}\nd", [reserved], rest: "(scope (simple c)) (simple d)"),
    FaultyText("scope { a ⟦|⟧ { b }; c }\nd", [reserved], rest: "(scope) (simple d)"),
    FaultyText("a ⟦|⟧ } {\n b\n}\nc", [reserved], rest: "(simple c)"),
    FaultyText("a ⟦|⟧ {\r\n b\r\n}\r\nc", [reserved], rest: "(simple c)"),
    FaultyText("if a\n⟦{⟧\n b\n}\nc", [Fault(.expectedBlock, "own")], rest: "(simple c)"),
    FaultyText(
      "⟦else⟧ {\n a\n}\nb", [Fault(.unexpectedToken, "without its `if`")], rest: "(simple b)"),
  ])
  func blocksOfABadLineAreDropped(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦|⟧ # {\nb", [reserved], rest: "(simple b)"),
    FaultyText("a ⟦|⟧ # don't\nb", [reserved], rest: "(simple b)"),
    FaultyText("a ⟦|⟧ b#'\n'{ \nc", [reserved], rest: "(simple c)"),
    FaultyText("a ⟦|⟧ ' { ' \" { \" \\{ {}\nb", [reserved], rest: "(simple b)"),
    FaultyText("a ⟦|⟧ 'b\n( {\n'\nc", [reserved], rest: "(simple c)"),
    FaultyText("a ⟦|⟧ \"b \\\" {\n( \"\nc", [reserved], rest: "(simple c)"),
    FaultyText("a ⟦|⟧ \\' \\\" b\nc", [reserved], rest: "(simple c)"),
    FaultyText("a ⟦|⟧ don't\nb", [reserved], rest: "(simple b)"),
    FaultyText("a ⟦|⟧ \"\nb", [reserved], rest: "(simple b)"),
    FaultyText("a ⟦|⟧ b \\\n  -c \\\r\n  (\nd", [reserved], rest: "(simple d)"),
    FaultyText("a ⟦|⟧ { \\\n } b\nc", [reserved], rest: "(simple c)"),
    FaultyText("a ⟦|⟧ \\", [reserved], rest: ""),
    FaultyText("# a ⟦\r⟧ don't {\nb", [Fault(.loneCarriageReturn)], rest: "(simple b)"),
  ])
  func quotesCommentsAndContinuationsOfABadLine(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a \"⟦$⟧(b)\"\nc \"d\"", [Fault(.malformedVariable)], rest: "(simple c \"d\")"),
    FaultyText("a \"⟦$⟧(b) {\"\nc", [Fault(.malformedVariable)], rest: "(simple c)"),
    FaultyText("a \"⟦\\q⟧ b\" {\n (\n }\nc", [Fault(.unknownEscape)], rest: "(simple c)"),
    FaultyText("a \"⟦\\q⟧ '\"\nb 'c'", [Fault(.unknownEscape)], rest: "(simple b 'c')"),
    FaultyText("a \"⟦\\q⟧\nb", [Fault(.unknownEscape)], rest: "(simple b)"),
    FaultyText("a \"⟦\\q⟧ \\\" {\n (\"\nb", [Fault(.unknownEscape)], rest: "(simple b)"),
    FaultyText("a '⟦\r⟧ {\n( \\' (\nb", [Fault(.loneCarriageReturn)], rest: "(simple b)"),
    FaultyText(
      "scope {\n a ⟦${⟧ x } b\n}\nc", [Fault(.malformedVariable)], rest: "(scope) (simple c)"),
    FaultyText(
      "scope { a ${x:-it⟦'⟧s} }\nb", [Fault(.malformedVariable)], rest: "(scope) (simple b)"),
    FaultyText(
      "scope {\n a ⟦${⟧x\n}\nb", [Fault(.malformedVariable)], rest: "(scope) (simple b)"),
  ])
  func errorsInsideOfQuotesAndVariables(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("scope {\n scope {\n  scope ⟦{⟧\n a", [unclosed], rest: ""),
    FaultyText("a\nscope ⟦{⟧\n b\n", [unclosed], rest: "(simple a)"),
    FaultyText("a ⟦|⟧\nscope {\n if b ⟦{⟧\n c\n", [reserved, unclosed], rest: ""),
    FaultyText("scope ⟦{⟧\n a ⟦|⟧\n", [unclosed, reserved], rest: ""),
    FaultyText("scope {\n a ⟦'⟧b\n}\n", [Fault(.unclosedQuote)], rest: ""),
    FaultyText("scope {\n a ⟦\0⟧ }\n}\n}", [Fault(.nulByte)], rest: ""),
    FaultyText("a ⟦|⟧ {\n b\n", [reserved], rest: ""),
  ])
  func whatTheTextLeavesOpenIsOneError(_ text: FaultyText) { text.check() }
}
