import Language
import Sandbox
import Testing

/// Usage lines and arities, read off the declared syntax.
@Suite struct SyntaxUsageTests {
  private static let a = Parameter("A", .any)
  private static let b = Parameter("B", .any)
  private static let checked = Parameter<Int>("A") { (_) throws(Diagnostic) in 0 }

  private enum Flag: String, CaseIterable, WordValue {
    case ro, rw
    var meaning: String { "" }
  }

  private static let time = Option("--time", short: "-t", "N", .any, "")

  @Test(arguments: [
    (Syntax(), ["x"]),
    (Syntax(a, Parameter.words("B", .none, then: "C", .none)), ["x A [B [C...]]"]),
    (Syntax(Parameter.some("A", .any)), ["x A..."]),
    (Syntax(a, Parameter.optional("B", .any)), ["x A [B]"]),
    (
      Syntax(Parameter.word("=", ""), Parameter("K", [Choice("a", "", 1), Choice("b", "", 2)])),
      ["x = a|b"]
    ),
    (Syntax(Parameter.flags(Flag.allCases)), ["x [ro] [rw]"]),
    (Syntax(a, Parameter.flag("rw", "")), ["x A [rw]"]),
    (Syntax(OneOf(Form(a) { _ in 1 }, Form { 2 })), ["x A", "x"]),
    (
      Syntax(Parameter.many("A", .any), options: [time, Option.json]),
      ["x [--time N] [--json] [A...]"]
    ),
    (Syntax(Parameter("NAME", (1...13).map { Choice("word\($0)", "", $0) })), ["x NAME"]),
  ])
  func usage(syntax: Syntax, lines: [String]) { #expect(syntax.usage(of: "x") == lines) }

  @Test(arguments: [
    (Syntax(), 0...0), (Syntax(a, b), 2...2), (Syntax(Parameter.optional("A", .any)), 0...1),
    (Syntax(Parameter.some("A", .any)), 1...Int.max / 2),
    (Syntax(a, Parameter.many("B", .any)), 1...Int.max / 2),
    (Syntax(Parameter.words("A", .none, then: "B", .none)), 0...Int.max / 2),
    // Options are beside that.
    (Syntax(options: [Option.json]), 0...0),
    // What may be wrong with more than the number.
    (Syntax(checked), nil), (Syntax(OneOf(Form { 1 }, Form(a) { _ in 2 })), nil),
    (Syntax(Parameter.word("=", "")), nil), (Syntax(Parameter.flags(Flag.allCases)), nil),
    (Syntax(Parameter("K", [Choice("a", "", 1)])), nil),
  ])
  func onlyCounts(syntax: Syntax, expected: ClosedRange<Int>?) {
    #expect(syntax.onlyCounts == expected)
  }
}
