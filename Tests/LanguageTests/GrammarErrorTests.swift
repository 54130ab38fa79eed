import Language
import Testing

/// Texts of good words that are no statements.
@Suite struct GrammarErrorTests {
  @Test(arguments: [
    FaultyText("⟦Echo⟧ a", .notACommandName, "`Echo` cannot be a command's name"),
    FaultyText("⟦1a⟧", .notACommandName, "small letters, digits and -"),
    FaultyText("⟦-a⟧", .notACommandName, "small letters"),
    FaultyText("⟦a_b⟧ c", .notACommandName, "small letters"),
    FaultyText("⟦/bin/sh⟧", .notACommandName, "small letters"),
    FaultyText("⟦$x⟧ a", .notACommandName, "never from a variable or quotes"),
    FaultyText("⟦'exec'⟧ a", .notACommandName, "never from a variable or quotes"),
    FaultyText("⟦e\"x\"ec⟧", .notACommandName, "never from a variable or quotes"),
    FaultyText("⟦$@⟧", .notACommandName, "never from a variable or quotes"),
    FaultyText("⟦~⟧", .notACommandName, "`~`"),
    FaultyText("⟦~/a⟧", .notACommandName, "`~/a`"),
    FaultyText("⟦''⟧", .notACommandName, "never from a variable or quotes"),
    FaultyText("⟦'if'⟧ a { }", .notACommandName, "never from a variable or quotes"),
    FaultyText("⟦ex\\\nec⟧ a", .notACommandName, "never from a variable or quotes"),
    FaultyText("⟦x=1⟧", .notACommandName, "`x=1`", fix: "`let NAME = WORD`"),
    FaultyText("⟦PATH=$x⟧ a", .notACommandName, "`PATH=$x`", fix: "`env NAME=VALUE`"),
    FaultyText("⟦!ls⟧ -l", .notACommandName, "`!ls`", fix: "`! ls`"),
    FaultyText("if ⟦$x⟧ { a }", .notACommandName, "never from a variable"),
    FaultyText("try ⟦A⟧", .notACommandName, "small letters"),
    FaultyText("a; ⟦{b}⟧", .notACommandName, "`{b}`", fix: "stand alone"),
  ])
  func commandNames(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("⟦;⟧", .missingCommand, "there is no command before this"),
    FaultyText("a;⟦;⟧ b", .missingCommand, "there is no command before this"),
    FaultyText("⟦&⟧", .missingCommand, "there is no command before this"),
    FaultyText("a; ⟦&⟧", .missingCommand, "there is no command before this"),
    FaultyText("try⟦\n⟧a", .missingCommand, "expected here"),
    FaultyText("not ⟦⟧", .missingCommand, "expected here"),
    FaultyText("capture # a⟦\n⟧", .missingCommand, "expected here"),
    FaultyText("capture\r⟦\n⟧", .missingCommand, "expected here"),
    FaultyText("try not ⟦;⟧ a", .missingCommand, "there is no command before this"),
    FaultyText("if⟦⟧", .missingCommand, "expected here"),
    FaultyText("if ⟦{⟧ a }", .missingCommand, "a block without a command"),
    FaultyText("if not ⟦{⟧ a }", .missingCommand, "a block without a command"),
    FaultyText("⟦{⟧ a }", .missingCommand, "a block without a command", fix: "scope { ... }"),
    FaultyText("try ⟦{⟧\n a\n}", .missingCommand, "a block without a command"),
    FaultyText("scope { a; ⟦;⟧ }", .missingCommand, "there is no command before this"),
    FaultyText("scope { try ⟦}⟧", .missingCommand, "a command is missing"),
  ])
  func missingCommands(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("a ⟦{⟧ b }", .unexpectedToken, "unexpected `{`", fix: "'{'"),
    FaultyText("a ⟦}⟧", .unexpectedToken, "unexpected `}`", fix: "'}'"),
    FaultyText("⟦}⟧", .unexpectedToken, "closes nothing", fix: "'}'"),
    FaultyText("scope { a }\n⟦}⟧", .unexpectedToken, "no block is open here"),
    FaultyText("exec a & ⟦b⟧", .unexpectedToken, "`;` or a new line must follow"),
    FaultyText("exec a & ⟦&⟧", .unexpectedToken, "unexpected `&`"),
    FaultyText("scope { a } ⟦b⟧", .unexpectedToken, "unexpected `b`"),
    FaultyText("scope { a } ⟦{⟧ b }", .unexpectedToken, "unexpected `{`"),
    FaultyText("scope { a } ⟦&⟧", .unexpectedToken, "unexpected `&`"),
    FaultyText("if a { b } ⟦x⟧ { c }", .unexpectedToken, "unexpected `x`"),
    FaultyText("if a { b }\n⟦else⟧ { c }", .unexpectedToken, "without its `if`"),
    FaultyText("if a { b }; ⟦else⟧ { c }", .unexpectedToken, "on the same line"),
    FaultyText("⟦else⟧", .unexpectedToken, "without its `if`"),
    FaultyText("try ⟦else⟧ a", .unexpectedToken, "without its `if`"),
    FaultyText("if a { b } else { c } ⟦else⟧ { d }", .unexpectedToken, "unexpected `else`"),
  ])
  func unexpected(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("if a⟦\n⟧b", [Fault(.expectedBlock, "a block is missing")], rest: "(simple b)"),
    FaultyText("if a\n⟦{⟧\n b\n}\n", .expectedBlock, "on the line of its command"),
    FaultyText("scope\r\n\r\n  ⟦{⟧ b }", .expectedBlock, "a block on a line of its own"),
    FaultyText("if a⟦⟧", .expectedBlock, "a block is missing", fix: "alone between blanks"),
    FaultyText("if a⟦;⟧ b", .expectedBlock, "expected `{`"),
    FaultyText("if exec a ⟦&⟧ { b }", .expectedBlock, "expected `{`"),
    FaultyText("if a {}⟦⟧", .expectedBlock, "expected `{`"),
    FaultyText("if a { b } else ⟦c⟧", .expectedBlock, "expected `{`"),
    FaultyText("if a { b } else⟦\n⟧", .expectedBlock, "expected `{`"),
    FaultyText("if a ⟦}⟧", .expectedBlock, "expected `{`"),
    FaultyText("for x in a b⟦⟧", .expectedBlock, "expected `{`"),
    FaultyText("repeat 3 ⟦4⟧ { a }", .expectedBlock, "expected `{`"),
    FaultyText("def a b⟦;⟧", .expectedBlock, "expected `{`"),
    FaultyText("scope a ⟦b⟧ { c }", .expectedBlock, "expected `{`"),
    FaultyText("scope⟦⟧", .expectedBlock, "expected `{`"),
    FaultyText("scope '{' ⟦a⟧ }", .expectedBlock, "expected `{`"),
  ])
  func missingBlocks(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("if ⟦if⟧ a { b } { c }", .unexpectedToken, "one simple command", fix: "`def`"),
    FaultyText("if ⟦try⟧ a { b }", .unexpectedToken, "no construct can decide"),
    FaultyText("if ⟦capture⟧ exec a { b }", .unexpectedToken, "one simple command"),
    FaultyText("if not ⟦scope⟧ { a } { b }", .unexpectedToken, "one simple command"),
    FaultyText("if a { b } else if ⟦for⟧ { c }", .unexpectedToken, "one simple command"),
  ])
  func conditions(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("for⟦⟧", .unexpectedToken, "a variable's name goes here"),
    FaultyText("for ⟦{⟧ a }", .unexpectedToken, "a variable's name goes here"),
    FaultyText("for ⟦1x⟧ in a { b }", .badName, "`1x` cannot be a variable's name"),
    FaultyText("for ⟦a-b⟧ in a { b }", .badName, "the first no digit"),
    FaultyText("for ⟦$x⟧ in a { b }", .badName, "`$x`"),
    FaultyText("for ⟦'x'⟧ in a { b }", .badName, "`'x'`"),
    FaultyText("for x⟦⟧", .unexpectedToken, "`in` must follow"),
    FaultyText("for x ⟦of⟧ a { b }", .unexpectedToken, "unexpected `of`"),
    FaultyText("for x ⟦'in'⟧ a { b }", .unexpectedToken, "`in` must follow"),
    FaultyText("for x ⟦{⟧ a }", .unexpectedToken, "`in` must follow"),
    FaultyText("repeat⟦⟧", .unexpectedToken, "repeat COUNT"),
    FaultyText("repeat ⟦{⟧ a }", .unexpectedToken, "how often"),
  ])
  func loops(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("def⟦⟧", .unexpectedToken, "a name: def NAME"),
    FaultyText("def ⟦{⟧ a }", .unexpectedToken, "a name: def NAME"),
    FaultyText("def ⟦if⟧ { a }", .badName, "a word of the language"),
    FaultyText("def ⟦else⟧ { a }", .badName, "a word of the language"),
    FaultyText("def ⟦Foo⟧ { a }", .badName, "small letters, digits and -"),
    FaultyText("def ⟦a_b⟧ { a }", .badName, "cannot be called as a command"),
    FaultyText("def ⟦1⟧ { a }", .badName, "cannot be a definition's name"),
    FaultyText("def ⟦!⟧ { a }", .badName, "cannot be called as a command"),
    FaultyText("def ⟦$x⟧ { a }", .badName, "cannot be a definition's name"),
    FaultyText("def ⟦'a'⟧ { a }", .badName, "cannot be a definition's name"),
    FaultyText("def a ⟦b-c⟧ { d }", .badName, "cannot be a parameter's name"),
    FaultyText("def a b ⟦$c⟧ { d }", .badName, "cannot be a parameter's name"),
    FaultyText("def a ⟦1⟧ { d }", .badName, "the first no digit"),
  ])
  func definitions(_ text: FaultyText) { text.check() }

  @Test(arguments: [
    FaultyText("scope ⟦{⟧", .unclosedBlock, "never closed", fix: "alone between blanks"),
    FaultyText("scope ⟦{⟧ a", .unclosedBlock, "opened here"),
    FaultyText("if a { b } else ⟦{⟧\nc\n", .unclosedBlock, "never closed"),
    FaultyText("def a ⟦{⟧\n b }c\n d '}'\n e \\}", .unclosedBlock, "never closed"),
    FaultyText("scope ⟦{⟧ a # }", .unclosedBlock, "never closed"),
    FaultyText("scope { for x in y { if a ⟦{⟧\n b\n", .unclosedBlock, "never closed"),
    FaultyText("scope ⟦{⟧\n if a {\n b\n}\n", .unclosedBlock, "never closed"),
  ])
  func unclosedBlocks(_ text: FaultyText) { text.check() }
}
