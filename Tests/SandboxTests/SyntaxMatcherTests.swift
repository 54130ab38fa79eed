import Language
import Sandbox
import Testing

/// Arguments against declared forms: what is bound to which name, and what is said otherwise.
@Suite struct SyntaxMatcherTests {
  private static let small = ValueKind { (word) throws(Diagnostic) in
    _ = try Quantity.count(word, "a number", in: 0...9)
  }

  private static let syntaxes: [String: Syntax] = [
    "none": Syntax(),
    "value": Syntax(Syntax.Form(.value("A", .any))),
    "optional": Syntax(Syntax.Form(.optional([.value("A", .any), .many("B", small)]))),
    "some": Syntax(Syntax.Form(.some("A", small))),
    "word": Syntax(Syntax.Form(.value("A", .any), .word("=", meaning: ""), .value("B", small))),
    "choice": Syntax(Syntax.Form(.choice("KIND", [("uid", ""), ("gid", "")]), .some("A", .any))),
    "flags": Syntax(Syntax.Form(.value("A", .any), .flags([("ro", ""), ("rec", "")]))),
    "forms": Syntax(
      Syntax.Form(.word("all", meaning: "")), Syntax.Form(.value("A", small)),
      Syntax.Form(.value("A", .any), .value("B", small))),
    "options": Syntax(
      Syntax.Form(.many("A", .any)),
      options: [
        Syntax.Option("--time", short: "-t", ("N", small), "a number"),
        Syntax.Option("--quiet", short: "-q", nil, "say less"), .json,
      ]),
    "long": Syntax(Syntax.Form(.many("A", .any)), options: [.json]),
  ]

  private func match(_ script: String) throws -> Arguments {
    let arguments = try Building.arguments(script)
    return try #require(Self.syntaxes[arguments.command.text]).match(arguments)
  }

  private func refusal(_ script: String) -> String? {
    do {
      _ = try match(script)
      return nil
    } catch {
      return (error as? Diagnostic).map { PlanText.text(of: $0, script: script) }
    }
  }

  @Test(arguments: [
    ("value x", 0, ["A": ["x"]]), ("value ''", 0, ["A": [""]]), ("value --x", 0, ["A": ["--x"]]),
    ("optional", 0, [:]), ("optional x", 0, ["A": ["x"]]),
    ("optional x 1 2", 0, ["A": ["x"], "B": ["1", "2"]]),
    ("some 1 2 3", 0, ["A": ["1", "2", "3"]]),
    ("word x = 5", 0, ["A": ["x"], "=": ["="], "B": ["5"]]),
    ("choice gid a b", 0, ["KIND": ["gid"], "A": ["a", "b"]]),
    ("flags x", 0, ["A": ["x"]]),
    ("flags x rec ro rec", 0, ["A": ["x"], "ro": ["ro"], "rec": ["rec", "rec"]]),
    ("flags ro ro", 0, ["A": ["ro"], "ro": ["ro"]]),
    ("forms all", 0, ["all": ["all"]]), ("forms 5", 1, ["A": ["5"]]),
    ("forms all 5", 2, ["A": ["all"], "B": ["5"]]), ("none", 0, [:]),
  ])
  func bound(script: String, form: Int, values: [String: [String]]) throws {
    let arguments = try match(script)
    #expect(arguments.form == form)
    for name in ["A", "B", "KIND", "=", "ro", "rec", "all"] {
      #expect(arguments.all(name).map(\.text) == values[name] ?? [])
      #expect(arguments.has(name) == (values[name] != nil))
      #expect(arguments[name]?.text == values[name]?.first)
    }
  }

  @Test(arguments: [
    ("options", [:], []), ("options --time 5", ["--time": "5"], []),
    ("options --time=5 x", ["--time": "5"], ["x"]),
    ("options -t 5 -q", ["--time": "5", "--quiet": ""], []),
    ("options -t=5", ["--time": "5"], []), ("options --time 5 --time 6", ["--time": "6"], []),
    ("options -- --time 5", [:], ["--time", "5"]), ("options --quiet -- x", ["--quiet": ""], ["x"]),
    ("options x --quiet", [:], ["x", "--quiet"]), ("options - -q", [:], ["-", "-q"]),
    ("options --json", ["--json": ""], []), ("long -x", [:], ["-x"]),
    ("long -- -x --", [:], ["-x", "--"]),
    ("options -t %", ["--time": ""], []),
  ])
  func options(script: String, expected: [String: String], rest: [String]) throws {
    let arguments = try match(script)
    for name in ["--time", "--quiet", "--json"] {
      #expect(arguments.hasOption(name) == (expected[name] != nil))
      #expect((arguments.option(name)?.text ?? "") == expected[name] ?? "")
    }
    #expect(arguments.all("A").map(\.text) == rest)
  }

  @Test func arity() throws {
    #expect(
      refusal("none x") == """
        E0202 unexpected argument `x`
        at: x
        label: nothing more is expected here
        note: usage: none
        """)
    #expect(
      refusal("value") == """
        E0201 `value` needs A
        at:\u{20}
        label: expected A
        note: usage: value A
        """)
    #expect(
      refusal("value x y") == """
        E0202 unexpected argument `y`
        at: y
        label: nothing more is expected here
        note: usage: value A
        """)
    #expect(
      refusal("some") == """
        E0201 `some` needs A
        at:\u{20}
        label: expected A
        note: usage: some A...
        """)
    #expect(
      refusal("word x") == """
        E0201 `word` needs =
        at:\u{20}
        label: expected =
        note: usage: word A = B
        """)
    #expect(
      refusal("word x y 5") == """
        E0206 unknown word `y`
        at: y
        note: usage: word A = B
        """)
  }

  @Test func wordsOfASet() throws {
    #expect(
      refusal("choice uit a") == """
        E0206 unknown word `uit`
        at: uit
        label: did you mean `uid`?
        note: usage: choice uid|gid A...
        """)
    #expect(
      refusal("choice") == """
        E0201 `choice` needs uid|gid
        at:\u{20}
        label: expected uid|gid
        note: usage: choice uid|gid A...
        """)
    #expect(
      refusal("flags x rw") == """
        E0206 unknown word `rw`
        at: rw
        note: usage: flags A [ro] [rec]
        """)
    #expect(
      refusal("some 1 12") == """
        E0205 `12` is out of range for a number
        at: 12
        label: from 0 to 9
        """)
  }
}
