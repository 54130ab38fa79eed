import Language
import Testing

/// A text and its statements.
struct Statements: Sendable, CustomTestStringConvertible {
  let text: String
  let dump: String

  init(_ text: String, _ dump: String) {
    self.text = text
    self.dump = dump
  }

  var testDescription: String { Bytes(text.utf8).displayed }

  func check(_ location: SourceLocation = #_sourceLocation) {
    let result = soundlyParsed(text, location)
    #expect(result.diagnostics.map(\.message) == [], sourceLocation: location)
    #expect(result.incomplete == nil, sourceLocation: location)
    #expect(result.script.dump == dump, sourceLocation: location)
  }
}

/// What stands around the commands: lines, blanks, comments and marks.
@Suite struct LineTests {
  @Test(arguments: [
    Statements("", ""),
    Statements("\n\n \t\n", ""),
    Statements("a", "(simple a)"),
    Statements("a\nb\n", "(simple a) (simple b)"),
    Statements("\n\n  a\n\n", "(simple a)"),
    Statements("a;b; c ;d;\ne", "(simple a) (simple b) (simple c) (simple d) (simple e)"),
    Statements("exec a &\nb", "(simple exec a &) (simple b)"),
    Statements("exec a&;exec b &;", "(simple exec a &) (simple exec b &)"),
    Statements("a\\\n", "(simple a)"),
    Statements("exec\\\n  sh \\\n  -c a\nb", "(simple exec sh -c a) (simple b)"),
    Statements("\\\n\\\na", "(simple a)"),
  ])
  func separators(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements("# a | b ' \" ${ {", ""),
    Statements("a # b\nx c#d", "(simple a) (simple x c#d)"),
    Statements("a;#b\nc", "(simple a) (simple c)"),
    Statements("exec a &# b\nc", "(simple exec a &) (simple c)"),
    Statements("# a \\\nb", "(simple b)"),
    Statements("#!/usr/bin/env cloche\na", "(simple a)"),
    Statements("a {x #} y\nb", "(simple a {x) (simple b)"),
    Statements("scope { # {\n a\n} # }\nb", "(scope (simple a)) (simple b)"),
  ])
  func comments(_ statements: Statements) { statements.check() }

  @Test(arguments: [
    Statements("a\r\nb\r\n", "(simple a) (simple b)"),
    Statements("a \r\n\r\nb", "(simple a) (simple b)"),
    Statements("# a\r\nb", "(simple b)"),
    Statements("exec a &\r\nb;\r\n", "(simple exec a &) (simple b)"),
    Statements("scope {\r\n  a\r\n}\r\n", "(scope (simple a))"),
    Statements("\u{feff}a\nb", "(simple a) (simple b)"),
    Statements("\u{feff}#!/usr/bin/env cloche\r\na", "(simple a)"),
    Statements("\u{feff}", ""),
  ])
  func foreignEditors(_ statements: Statements) { statements.check() }

  @Test(arguments: ["x 'a\r\nb'", "x \"a\r\nb\"", "x \"a\\\r\n\nb\""])
  func carriageReturnsOfLineEndingsAreDroppedInQuotes(_ text: String) {
    #expect(soundlyParsed(text).script.templates == ["a\\nb"])
  }

  @Test func bytesThatAreNoTextReachWordsUnchanged() throws {
    let strange: Bytes = [0xff, 0xfe, 0x80, 0xc3, 0x01, 0x7f, 0xed, 0xa0, 0x80]
    for quote in ["", "'", "\""] {
      let text = Bytes("x \(quote)".utf8) + strange + Bytes("\(quote) y".utf8)
      let script = soundlyParsed(text).script
      let node = try #require(script.nodes.first)
      let values = script.words(of: node).map { script.value(of: script.words[$0]) }
      #expect(values == [Bytes("x".utf8), strange, Bytes("y".utf8)])
    }
  }

  @Test func aByteOrderMarkIsOneOnlyAtTheStart() {
    let mark = "\u{feff}"
    #expect(soundlyParsed("x a\(mark)").script.templates == ["a\\u{feff}"])
    FaultyText("x\n⟦\(mark)a⟧", .notACommandName, "small letters").check()
    FaultyText("\(mark)⟦\(mark)a⟧", .notACommandName, "small letters").check()
  }

  @Test(arguments: [
    ("exec a ${job:ns.uts}", true), ("exec \"${job:ns.mnt:-x}\"", true),
    ("exec a ${job:pid}", false), ("exec ${host:ns.uts}", false), ("exec '${job:ns.uts}'", false),
    ("# ${job:ns.uts}", false),
  ])
  func namespacesOfJobsAreAskedFor(_ text: String, _ isAsked: Bool) {
    #expect(soundlyParsed(text).script.namesNamespaces == isAsked)
  }
}
