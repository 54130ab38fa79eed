import Language
import Testing

/// Large and deep texts: reported where they are too much, and never a crash.
@Suite struct LimitTests {
  private static let depth = Parser.maximumDepth
  private static let many = 100_000
  private static let few = 2_000

  private func codes(_ result: Parser.Result) -> [ErrorCode] { result.diagnostics.map(\.code) }

  @Test(arguments: ["scope", "if a", "for x in y", "repeat 3", "def a b"])
  func blocksMayBeAsDeepAsTheLimit(_ head: String) {
    func nested(_ count: Int) -> String {
      String(repeating: "\(head) { ", count: count) + String(repeating: "} ", count: count)
    }
    #expect(codes(soundlyParsed(nested(Self.depth))) == [])
    let tooDeep = soundlyParsed(nested(Self.depth + 1) + "\ngood")
    #expect(codes(tooDeep) == [.blockDepth])
    let brace = "\(head) { ".utf8.count * (Self.depth + 1) - 2
    #expect(tooDeep.diagnostics.first?.span?.range == brace..<brace + 1)
    #expect(tooDeep.diagnostics.first?.message.contains("\(Self.depth)") == true)
    #expect(tooDeep.script.dump.hasSuffix(") (simple good)"))
  }

  @Test func depthIsThatOfBlocksThatAreOpen() {
    let text = String(repeating: "scope { if a { b } else { c } }\n", count: Self.depth * 2)
    #expect(codes(soundlyParsed(text)) == [])
  }

  @Test(arguments: ["try ", "not ", "capture ", "try not "])
  func prefixesAreLimitedAsBlocksAre(_ prefix: String) {
    let each = prefix.split(separator: " ").count
    let most = String(repeating: prefix, count: Self.depth / each)
    #expect(codes(soundlyParsed(most + "a")) == [])
    #expect(codes(soundlyParsed(most + prefix + "a")) == [.blockDepth])
    let endless = soundlyParsed(String(repeating: prefix, count: Self.many) + "\ngood")
    #expect(codes(endless) == [.blockDepth])
    #expect(endless.script.dump == "(simple good)")
  }

  @Test(arguments: ["if not ", "if a { } else if not "])
  func negatedConditionsAreLimitedToo(_ head: String) {
    let text = head + String(repeating: "not ", count: Self.many) + "a { }\ngood"
    let result = soundlyParsed(text)
    #expect(codes(result) == [.blockDepth])
    #expect(result.script.dump == "(simple good)")
  }

  @Test(arguments: [
    ("{ ", ErrorCode.missingCommand), ("{\n", .missingCommand), ("scope { ", .blockDepth),
    ("scope {\n", .blockDepth), ("if a { } else { if a { ", .blockDepth),
    ("try scope { ", .blockDepth),
    ("a | {\n", .reservedCharacter), ("$", .malformedVariable), ("a ${x:-", .malformedVariable),
    ("${x:-", .malformedVariable), ("\"${x:-", .malformedVariable),
    ("a ${x:-$", .malformedVariable),
    ("\"'", .unclosedQuote),
  ])
  func endlessNestingIsOneError(_ unit: String, _ code: ErrorCode) {
    let result = soundlyParsed(String(repeating: unit, count: Self.many))
    #expect(codes(result) == [code])
  }

  @Test func aLongChainOfConditionsIsNotDeep() {
    let text =
      "if a { }" + String(repeating: " else if a { b }", count: Self.many) + " else { c }\nd"
    let script = soundlyParsed(text).script
    #expect(script.nodes.count { $0.kind == .if } == Self.many + 1)
    #expect(script.nodes.first.map { Int($0.next) } == script.nodes.count - 1)
  }

  @Test(arguments: ["x", "é", "'a b'", "$x", "\\\n", "${x:-y}", "\"a\"", "\\|"])
  func aWordOfManyPieces(_ unit: String) throws {
    let count = 1 << 18 / unit.utf8.count
    let script = soundlyParsed("a b" + String(repeating: unit, count: count) + "c d").script
    #expect(script.nodes.first?.wordCount == 3)
  }

  @Test func aLineOfAMegabyte() {
    let text = "a" + String(repeating: " $x 'b c'", count: 120_000)
    #expect(text.utf8.count > 1 << 20)
    let result = soundlyParsed(text)
    #expect(codes(result) == [])
    #expect(result.script.nodes.first?.wordCount == 240_001)
  }

  @Test func manyLines() {
    let lines = "ns uts pid\n# note\n  exec sh -c 'a | b' \"$x\" &\r\n\n"
    let result = soundlyParsed(String(repeating: lines, count: Self.many / 2))
    #expect(codes(result) == [])
    #expect(result.script.nodes.count == Self.many)
    #expect(result.script.words.count == Self.many / 2 * 8)
  }

  @Test(arguments: [
    ("a | { 'b' \"c\" }\n", ErrorCode.reservedCharacter), ("a \"$(b\" 'c'\n", .malformedVariable),
    ("A\n", .notACommandName), ("a \r\n\rb\n", .loneCarriageReturn),
    ("a ${x \n", .malformedVariable),
    ("if a\n\n{\n}\n", .expectedBlock), ("a | \\\n\n", .reservedCharacter),
    ("}\n", .unexpectedToken),
  ])
  func manyErrors(_ lines: String, _ code: ErrorCode) {
    let result = soundlyParsed(String(repeating: lines, count: Self.few))
    #expect(result.diagnostics.count { $0.code == code } == Self.few)
    #expect(Set(codes(result)) == [code])
  }
}
