import Language
import Testing

/// Each construct of the grammar, as the flat list of nodes has it.
@Suite struct StatementTests {
  @Test(arguments: [
    Statements("exec sh -c 'a b' $x", "(simple exec sh -c 'a b' $x)"),
    Statements("ns-x2 a", "(simple ns-x2 a)"),
    Statements("! ls -l", "(simple ! ls -l)"),
    Statements("exec echo if for else", "(simple exec echo if for else)"),
    Statements("exec $@ &", "(simple exec $@ &)"),
    Statements("tries; iffy; do; done", "(simple tries) (simple iffy) (simple do) (simple done)"),
    Statements("in; x in", "(simple in) (simple x in)"),
  ])
  func simple(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements("try a b", "(try (simple a b))"),
    Statements("not a", "(not (simple a))"),
    Statements("capture exec a", "(capture (simple exec a))"),
    Statements("try not capture exec a", "(try (not (capture (simple exec a))))"),
    Statements("not not a; b", "(not (not (simple a))) (simple b)"),
    Statements("try exec a &", "(try (simple exec a &))"),
    Statements("try ! a", "(try (simple ! a))"),
    Statements("try scope { a }", "(try (scope (simple a)))"),
    Statements(
      "not if a { b } else { c }", "(not (if (simple a) (block (simple b)) (block (simple c))))"),
    Statements("try for x in 1 { a }; b", "(try (for x 1 (simple a))) (simple b)"),
    Statements("try def a { b }", "(try (def a (simple b)))"),
  ])
  func prefixes(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements("if a { b }", "(if (simple a) (block (simple b)))"),
    Statements("if a x 'y z' { }", "(if (simple a x 'y z') (block))"),
    Statements("if a '{' { b }", "(if (simple a '{') (block (simple b)))"),
    Statements(
      "if a {\n b\n\n c; d\n}\ne",
      "(if (simple a) (block (simple b) (simple c) (simple d))) (simple e)"),
    Statements("if a { b } else { c }", "(if (simple a) (block (simple b)) (block (simple c)))"),
    Statements("if a {\n} else {\n}", "(if (simple a) (block) (block))"),
    Statements("if not a { b }", "(if (not (simple a)) (block (simple b)))"),
    Statements("if not not a { b }", "(if (not (not (simple a))) (block (simple b)))"),
    Statements("if ! a { b }", "(if (simple ! a) (block (simple b)))"),
    Statements("if not ! a { b }", "(if (not (simple ! a)) (block (simple b)))"),
    Statements("if else-x { }; b", "(if (simple else-x) (block)) (simple b)"),
  ])
  func conditions(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements(
      "if a { b } else if c { d }",
      "(if (simple a) (block (simple b)) (if (simple c) (block (simple d))))"),
    Statements(
      "if a { b } else if not c { d } else { e }",
      "(if (simple a) (block (simple b)) (if (not (simple c)) (block (simple d)) (block (simple e))))"
    ),
    Statements(
      "if a {\n b\n} else if c {\n d\n} else if e {\n f\n} else {\n g\n}\nh",
      "(if (simple a) (block (simple b)) (if (simple c) (block (simple d)) (if (simple e) "
        + "(block (simple f)) (block (simple g))))) (simple h)"),
    Statements(
      "if a { if b { c } else { d } } else { e }",
      "(if (simple a) (block (if (simple b) (block (simple c)) (block (simple d)))) "
        + "(block (simple e)))"),
  ])
  func chains(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements("for x in a b { c $x }", "(for x a b (simple c $x))"),
    Statements("for x in { a }", "(for x (simple a))"),
    Statements("for x in $@ 'a b' ${y:-c} { a }", "(for x $@ 'a b' ${y:-c} (simple a))"),
    Statements("for in in in in { in }", "(for in in in (simple in))"),
    Statements("for x in a {\n b\n c\n}", "(for x a (simple b) (simple c))"),
    Statements("for x\\\n in \\\n a { }", "(for x a)"),
    Statements("repeat 3 { a }", "(repeat 3 (simple a))"),
    Statements("repeat $x { a; b; }", "(repeat $x (simple a) (simple b))"),
    Statements("repeat '3' { }", "(repeat '3')"),
  ])
  func loops(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements("def a { b }", "(def a (simple b))"),
    Statements("def a-b2 x _y Z9 { c $x }", "(def a-b2 x _y Z9 (simple c $x))"),
    Statements("def in in if { a }", "(def in in if (simple a))"),
    Statements("def a { def b { c } }", "(def a (def b (simple c)))"),
    Statements("scope { a }", "(scope (simple a))"),
    Statements("scope x { a }", "(scope x (simple a))"),
    Statements("scope $x {\n}", "(scope $x)"),
    Statements("scope 'a b' { a }", "(scope 'a b' (simple a))"),
  ])
  func definitionsAndScopes(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements("scope { }", "(scope)"),
    Statements("scope {\n\n}", "(scope)"),
    Statements("scope { a; }; b", "(scope (simple a)) (simple b)"),
    Statements("scope { a\n}\nb", "(scope (simple a)) (simple b)"),
    Statements("scope {\na }", "(scope (simple a))"),
    Statements("scope { exec a & }; b", "(scope (simple exec a &)) (simple b)"),
    Statements("scope { exec a &; exec b & }", "(scope (simple exec a &) (simple exec b &))"),
    Statements("scope { a # }\n}", "(scope (simple a))"),
    Statements("scope {\\\n a }", "(scope (simple a))"),
    Statements("scope { a }\\\n ; b", "(scope (simple a)) (simple b)"),
    Statements(
      "scope { scope { scope { a } }; b\n}", "(scope (scope (scope (simple a))) (simple b))"),
    Statements("scope { a '}' \\} \"}\" }", "(scope (simple a '}' \\} \"}\"))"),
    Statements(
      "scope { for x in a { repeat 2 { if b { c } } } }",
      "(scope (for x a (repeat 2 (if (simple b) (block (simple c))))))"),
  ])
  func blocks(_ statements: Statements) { statements.check() }

  /// The spans are what a stopped script, and a plan, point to.
  @Test(arguments: [
    ("⟦exec a 'b'⟧ # c", 0), ("⟦exec a &⟧ ; b", 0), ("⟦try not a⟧\n", 0), ("try ⟦not a⟧;", 1),
    ("⟦if a { b } else if c { d } else { e }⟧\nf", 0),
    ("if a { b } else ⟦if c { d } else { e }⟧\nf", 4),
    ("if a ⟦{ b }⟧ else { c }", 2), ("if a { b } else ⟦{ c }⟧", 4), ("if ⟦not a x⟧ { b }", 1),
    ("⟦for x in a {\n b\n}⟧ ; c", 0), ("⟦def a b { }⟧", 0), ("\u{feff}⟦scope { a }⟧", 0),
    ("⟦exec a⟧\\\n\nb", 0),
  ])
  func spans(_ text: String, _ node: Int) {
    let marked = MarkedText(text)
    let script = soundlyParsed(marked.bytes).script
    #expect(script.nodes.indices.contains(node))
    #expect(script.nodes.dropFirst(node).first.map { script.span(of: $0).range } == marked.marks[0])
  }

  @Test(arguments: [
    ("x ⟦a⟧ b", 1), ("x a ⟦'b c'$d⟧;", 2), ("x ⟦$@⟧", 1), ("x ⟦\"$@\"⟧ y", 1), ("x ⟦~/a⟧", 1),
    ("x ⟦a⟧\\\n b", 1), ("x a\\\n ⟦b⟧", 2), ("x ⟦a\\\nb⟧ c", 1),
  ])
  func spansOfWords(_ text: String, _ word: Int) {
    let marked = MarkedText(text)
    let script = soundlyParsed(marked.bytes).script
    #expect(script.words.dropFirst(word).first.map { script.span(of: $0).range } == marked.marks[0])
  }

  @Test(arguments: [
    "x ⟦$abc⟧.d", "x a⟦${b}⟧c", "x \"a⟦$b⟧ c\"", "x ⟦${a:-b c}⟧", "x ⟦${env:A}⟧", "x ⟦$?⟧1",
  ])
  func spansOfVariables(_ text: String) {
    let marked = MarkedText(text)
    let script = soundlyParsed(marked.bytes).script
    let variables = script.pieces.filter { $0.kind == .variable || $0.kind == .variableWithDefault }
    #expect(variables.map { script.span(of: $0).range } == marked.marks)
  }
}
