import Language
import Sandbox
import Testing

/// Arguments against declared forms: what is bound to which name, and what is said otherwise.
@Suite struct SyntaxMatcherTests {
  private static let small = ValueKind<Int> { (word) throws(Diagnostic) in
    try Quantity.count(word, "a number", in: 0...9)
  }

  private enum Kind { case uid, gid }

  private enum Flag: String, CaseIterable, WordValue {
    case ro, rec
    var meaning: String { "" }
  }

  /// A syntax, and its values as text.
  private struct Sample: Sendable {
    let syntax: Syntax
    let values: @Sendable (Arguments) -> String
  }

  private static let any = Parameter("A", .any)
  private static let maybe = Parameter.optional("A", .any)
  private static let numbers = Parameter.many("B", small)
  private static let someNumbers = Parameter.some("A", small)
  private static let equals = Parameter.word("=", "")
  private static let number = Parameter("B", small)
  private static let kind = Parameter<Kind>(
    "KIND", [Choice("uid", "", .uid), Choice("gid", "", .gid)])
  private static let someWords = Parameter.some("A", .any)
  private static let flags = Parameter.flags(Flag.allCases)
  private static let isWritable = Parameter.flag("rw", "")
  private static let program = Parameter.words("P", .programs, then: "ARG", .none)
  private static let manyWords = Parameter.many("A", .any)
  private static let located = Parameter("A", small.written)
  private static let forms = OneOf<String>(
    Form(Parameter.word("all", "")) { _ in "all of them" },
    Form(Parameter("A", small)) { "number \($0)" },
    Form(Parameter("A", .any), Parameter("B", small)) { (word, number) throws(Diagnostic) in
      if number == 0 { throw Diagnostic(.badValue, "no nought", at: word.span) }
      return "\(word.text) and \(number)"
    })

  private static let time = Option("--time", short: "-t", "N", small, "a number")
  private static let quiet = Option("--quiet", short: "-q", "say less")
  private static let json = Option.json

  private static let samples: [String: Sample] = [
    "none": Sample(syntax: Syntax()) { _ in "" },
    "value": Sample(syntax: Syntax(any)) { $0[any].text },
    "optional": Sample(syntax: Syntax(maybe, numbers)) {
      "\($0[maybe]?.text ?? "none") \($0[numbers])"
    },
    "some": Sample(syntax: Syntax(someNumbers)) { "\($0[someNumbers])" },
    "word": Sample(syntax: Syntax(any, equals, number)) { "\($0[any].text) \($0[number])" },
    "choice": Sample(syntax: Syntax(kind, someWords)) {
      "\($0[kind]) \($0[someWords].map(\.text))"
    },
    "flags": Sample(syntax: Syntax(any, flags)) {
      "\($0[any].text) \($0[flags].map(\.rawValue).sorted())"
    },
    "flag": Sample(syntax: Syntax(any, isWritable)) { "\($0[any].text) \($0[isWritable])" },
    "program": Sample(syntax: Syntax(program)) { "\($0[program].map(\.text))" },
    "located": Sample(syntax: Syntax(located)) {
      "\($0[located].value) at \($0[located].word.span.start)"
    },
    "forms": Sample(syntax: Syntax(forms)) { $0[forms] },
    "options": Sample(syntax: Syntax(manyWords, options: [time, quiet, json])) {
      "\($0[time].map(String.init) ?? "none") \($0[quiet]) \($0[json]) \($0[manyWords].map(\.text))"
    },
    "long": Sample(syntax: Syntax(manyWords, options: [json])) {
      "\($0[json]) \($0[manyWords].map(\.text))"
    },
  ]

  private func sample(of invocation: Invocation) throws -> Sample {
    try #require(Self.samples[invocation.command.text])
  }

  private func match(_ script: String) throws -> Arguments {
    let invocation = try Building.invocation(script)
    return try sample(of: invocation).syntax.match(invocation)
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
    ("none", ""), ("value x", "x"), ("value ''", ""), ("value --x", "--x"),
    ("optional", "none []"), ("optional x", "x []"), ("optional x 1 2", "x [1, 2]"),
    ("some 1 2 3", "[1, 2, 3]"), ("word x = 5", "x 5"), ("choice gid a b", #"gid ["a", "b"]"#),
    ("flags x", "x []"), ("flags x rec ro rec", #"x ["rec", "ro"]"#),
    ("flags ro ro", #"ro ["ro"]"#), ("flag x", "x false"), ("flag x rw", "x true"),
    ("program", "[]"), ("program sh", #"["sh"]"#), ("program sh -c x", #"["sh", "-c", "x"]"#),
    ("located 7", "7 at 8"), ("forms all", "all of them"), ("forms 5", "number 5"),
    ("forms all 5", "all and 5"),
    ("options", "none false false []"), ("options --time 5", "5 false false []"),
    ("options --time=5 x", #"5 false false ["x"]"#), ("options -t 5 -q", "5 true false []"),
    ("options -t=5", "5 false false []"), ("options --time 5 --time 6", "6 false false []"),
    ("options -- --time 5", #"none false false ["--time", "5"]"#),
    ("options --quiet -- x", #"none true false ["x"]"#),
    ("options x --quiet", #"none false false ["x", "--quiet"]"#),
    ("options - -q", #"none false false ["-", "-q"]"#), ("options --json", "none false true []"),
    ("long -x", #"false ["-x"]"#), ("long -- -x --", #"false ["-x", "--"]"#),
  ])
  func values(script: String, expected: String) throws {
    let arguments = try match(script)
    #expect(try sample(of: arguments.invocation).values(arguments) == expected)
  }

  /// `%` stands for a word that only the run will tell.
  @Test(arguments: [
    "value %", "optional x %", "some 1 % 3", "word x % 5", "choice % a", "flags x ro %", "flag x %",
    "program sh %", "located %", "forms %", "forms % 5", "options -t %", "options --json %",
  ])
  func whatIsNotKnownHasNoValuesYet(script: String) throws {
    let invocation = try Building.invocation(script)
    let syntax = try sample(of: invocation).syntax
    #expect(try syntax.check(invocation) == nil)
    #expect(throws: Diagnostic.self) { try syntax.match(invocation) }
  }

  /// A word that is wrong is found beside one that is not known.
  @Test(arguments: ["some % x", "choice x %", "flags % rw", "word % = %%", "options --time x %"])
  func whatIsWrongIsSaidAllTheSame(script: String) throws {
    let invocation = try Building.invocation(script)
    let syntax = try sample(of: invocation).syntax
    #expect(throws: Diagnostic.self) { try syntax.check(invocation) }
  }

  /// What a form refuses is the command's refusal: a later form is not asked.
  @Test func aRefusalOfTheValuesTogether() {
    #expect(
      refusal("forms 1 0") == """
        E0204 no nought
        at: 1
        """)
  }

  @Test func arity() throws {
    #expect(
      refusal("none x") == """
        E0202 unexpected argument `x`
        at: x
        label: nothing more can follow here
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
        label: nothing more can follow here
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
