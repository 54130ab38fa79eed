import Session
import Testing

/// Definitions: known in the whole text, called with as many words as they take.
@Suite struct CheckerDefinitionTests {
  @Test(arguments: [
    "def f { }\nf", "def f a b { echo $a $b }\nf 1 2", "f\ndef f { }",
    "def f { g }\ndef g { f }\nf", "def f { def g { } }\ng", "if have root { def f { } }\nf",
    "def f { f }\nf", "def f a { }\nf $x", "def f a { }\nf $@", "def f { }\nf $@",
    "def f a { }\nf ''",
    "for x in 1 { def f { } }\nscope { f }",
    // Which one holds, only the run will tell.
    "if have root { def f { } } else { def f a { } }\nf 1 2 3",
  ])
  func nothingToSay(script: String) { #expect(Bench().check(script) == []) }

  @Test(arguments: [
    ("def f a { }\nf", "E0201 f: got 0"), ("def f { }\nf x", "E0202 f x: got 1"),
    ("def f a b { }\nf x", "E0201 f x: got 1"), ("f x y\ndef f a { }", "E0202 f x y: got 2"),
    ("def f a { f }", "E0201 f: got 0"), ("def f { }\ndef f { }\nf x", "E0202 f x: got 1"),
    ("def f { }\ntry f x", "E0202 f x: got 1"), ("def f { }\nif f x { }", "E0202 f x: got 1"),
    ("def f a { }\nf $x y", "E0202 f $x y: got 2"),
    ("def echo { }", "E0106 echo: take another name"),
    ("def run { }\nrun true", "E0106 run: take another name"),
  ])
  func found(script: String, diagnostic: String) { #expect(Bench().check(script) == [diagnostic]) }

  @Test func howManyItTakes() {
    #expect(Bench().diagnostics("def f a { }\nf").map(\.message) == ["`f` takes 1 argument"])
    #expect(Bench().diagnostics("def f a b { }\nf").map(\.message) == ["`f` takes 2 arguments"])
  }

  @Test func thoseOfTheSession() throws {
    let bench = Bench()
    try bench.run("def greet who { echo hello $who }")
    #expect(bench.check("greet you") == [])
    #expect(bench.check("greet") == ["E0201 greet: got 0"])
    #expect(bench.check("gret you") == ["E0101 gret: did you mean `greet`?"])
    // A new one of another shape: which one is called, depends on where.
    #expect(bench.check("greet\ndef greet { }\ngreet you") == [])
  }

  @Test func aCallLeavesAContextThatOnlyTheRunWillTell() {
    #expect(Bench().check("def f { ns uts }\nf\nhostname a\nexec true") == [])
    #expect(Bench().check("def f { ns uts }\nhostname a\nexec true\nf").count == 1)
  }

  /// Where it will be called from is not known, nor the context there.
  @Test func theRulesOfABodyAreTheRuns() {
    #expect(Bench().check("def f { hostname a; exec true }\nns uts\nf") == [])
  }
}
