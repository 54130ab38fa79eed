import Session
import Testing

/// What is known of a context where ways meet: only what is the same on all of them.
@Suite struct CheckerBranchTests {
  private static let rest = "\nhostname a\nexec true"
  private static let breach = "E0450 hostname a: it would rename the host"

  /// The context after these has a uts namespace for sure, or maybe: nothing can be said.
  @Test(arguments: [
    "ns uts", "if have root { ns uts }", "if have root { ns uts } else { ns uts }",
    "if have root { ns uts } else { }", "if have root { } else { ns uts }",
    "if have root { ns uts } else if have tty { ns uts } else { ns uts }",
    "if have root { ns uts } else if have tty { }", "if have root { ns pid }",
    "if have root { undo }", "if undo { }", "if not undo { }",
    "for x in a { ns uts }", "for x in a { ns pid }", "for x in $@ { ns uts }",
    "repeat 2 { ns uts }",
    "for kind in uts { ns $kind }", "repeat $n { undo }", "scope { }\nns uts",
    "scope other { }\nundo", "box other", "not ns uts", "try ns pid", "capture ns uts",
    "ns uts\nscope { ns -uts }", "unset1 $x",
  ])
  func maybe(script: String) {
    #expect(Bench().check(script + Self.rest).filter { $0.hasPrefix("E0450") } == [])
  }

  /// After these it has none for sure.
  @Test(arguments: [
    "", "ns pid", "scope { ns uts }", "scope other { ns uts }", "scope { undo }", "ns uts\nns -uts",
    "ns uts\nreset", "undo\nreset", "if have root { echo }",
    "if have root { echo } else { note x }",
    "if have root { ns pid } else { ns pid }",
    "if have root { ns pid } else { ns user\nns -user\nns pid }",
    "for x in a b { echo $x }", "repeat 3 { exec true }", "try exec true", "def f { ns uts }",
    "repeat 3 { scope { ns uts } }", "if have root { scope { ns uts } }", "let x = 5",
    "capture exec true",
    "capture show", "echo $@", "for x in uts { scope { ns $x } }",
  ])
  func surelyNot(script: String) { #expect(Bench().check(script + Self.rest) == [Self.breach]) }

  @Test func theBranchItself() {
    let script = "if have root { ns uts\nhostname b\nexec true } else { hostname a\nexec true }"
    #expect(Bench().check(script) == [Self.breach])
  }

  @Test func bothBranchesBreakTheRule() {
    let script = "if have root { hostname a } else { hostname a }\nexec true"
    #expect(Bench().check(script) == [Self.breach])
    #expect(Bench().check("if have root { hostname a }\nexec true") == [])
  }

  @Test func aScopeHasTheContextAroundIt() {
    #expect(Bench().check("ns uts\nscope { hostname a\nexec true }") == [])
    #expect(Bench().check("scope { hostname a\nexec true }") == [Self.breach])
    #expect(Bench().check("hostname a\nscope { ns uts\nexec true }") == [])
    #expect(Bench().check("hostname a\nscope other { exec true }") == [])
  }

  @Test func aChainOfAnyLength() {
    let chain = (1...2000).map { _ in "if have root { ns uts }" }.joined(separator: " else ")
    #expect(Bench().check(chain + Self.rest) == [])
    let same = (1...2000).map { _ in "if have root { echo }" }.joined(separator: " else ")
    #expect(Bench().check(same + Self.rest) == [Self.breach])
  }

  /// A box may be up or down here: nothing can be said.
  @Test(arguments: [
    "up\nscope { down }\nup", "up\nscope { down\nup }\nup",
    "up\nscope other { box main\ndown }\nup",
    "for x in a b { if test $x is b { down } else { up } }",
    "repeat 2 { if not test $x is a { down } else if have root { echo } else { up } }",
    "for x in a b { if test $x is b { hostname a\nexec true }\nns uts }",
  ])
  func aBoxThatMayBeUp(script: String) { #expect(Bench().check("let x = 1\n" + script) == []) }

  @Test(arguments: ["up\nup", "up\nscope { up }", "down", "repeat 2 { down }", "up\nscope { }\nup"])
  func aBoxThatSurelyIsOrIsNot(script: String) { #expect(Bench().check(script).count == 1) }

  @Test func aFileWithoutANameMayDefineAnything() {
    #expect(Bench().check("source $@\nwhatever") == [])
  }
}
