import Language
import Sandbox
import Testing

/// Usage lines and arities, read off the declared syntax.
@Suite struct SyntaxUsageTests {
  @Test(arguments: [
    (Syntax(), ["x"]),
    (
      Syntax(Syntax.Form(.value("A", .any), .optional([.value("B", .any), .many("C", .any)]))),
      ["x A [B [C...]]"]
    ),
    (Syntax(Syntax.Form(.some("A", .any))), ["x A..."]),
    (
      Syntax(Syntax.Form(.word("=", meaning: ""), .choice("K", [("a", ""), ("b", "")]))),
      ["x = a|b"]
    ),
    (Syntax(Syntax.Form(.flags([("ro", ""), ("rw", "")]))), ["x [ro] [rw]"]),
    (Syntax(Syntax.Form(.flags([]))), ["x"]),
    (Syntax(Syntax.Form(.value("A", .any)), Syntax.Form()), ["x A", "x"]),
    (
      Syntax(
        Syntax.Form(.many("A", .any)),
        options: [Syntax.Option("--time", short: "-t", ("N", .any), ""), .json]),
      ["x [--time N] [--json] [A...]"]
    ),
    (
      Syntax(Syntax.Form(.choice("NAME", (1...13).map { ("word\($0)", "") }))), ["x NAME"]
    ),
  ])
  func usage(syntax: Syntax, lines: [String]) { #expect(syntax.usage(of: "x") == lines) }

  private static let checked = ValueKind { (_) throws(Diagnostic) in }

  @Test(arguments: [
    (Syntax(), 0...0), (Syntax(Syntax.Form(.value("A", .any), .value("B", .any))), 2...2),
    (Syntax(Syntax.Form(.optional([.value("A", .any)]))), 0...1),
    (Syntax(Syntax.Form(.some("A", .any))), 1...Int.max / 2),
    (Syntax(Syntax.Form(.value("A", .any), .many("B", .any))), 1...Int.max / 2),
    (Syntax(Syntax.Form(.optional([.many("A", .any)]))), 0...Int.max / 2),
    (Syntax(Syntax.Form(.optional([.value("A", .any), .many("B", .any)]))), 0...Int.max / 2),
    // Options are beside that.
    (Syntax(Syntax.Form(), options: [.json]), 0...0),
    // What may be wrong with more than the number.
    (Syntax(Syntax.Form(.value("A", checked))), nil),
    (Syntax(Syntax.Form(), Syntax.Form(.value("A", .any))), nil),
    (Syntax(Syntax.Form(.word("=", meaning: ""))), nil), (Syntax(Syntax.Form(.flags([]))), nil),
    (Syntax(Syntax.Form(.choice("K", []))), nil),
    (Syntax(Syntax.Form(.optional([.value("A", .any), .value("B", .any)]))), nil),
  ])
  func onlyCounts(syntax: Syntax, expected: ClosedRange<Int>?) {
    #expect(syntax.onlyCounts == expected)
  }
}
