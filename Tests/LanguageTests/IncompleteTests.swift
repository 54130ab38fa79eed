import Language
import Testing

/// Where a prompt asks for more, and where it does not since more would mend nothing.
@Suite struct IncompleteTests {
  /// An entry as a prompt has it, without the final line break.
  struct Entry: Sendable, CustomTestStringConvertible {
    let text: String
    let open: Parser.Incomplete?
    /// Lines that complete it.
    let more: String

    init(_ text: String, _ open: Parser.Incomplete?, more: String = "") {
      self.text = text
      self.open = open
      self.more = more
    }

    var testDescription: String { Bytes(text.utf8).displayed }
  }

  @Test(arguments: [
    Entry("scope {", .block, more: "}"),
    Entry("scope { a", .block, more: "}"),
    Entry("scope { a;", .block, more: "b }"),
    Entry("scope {\n a\n", .block, more: "}"),
    Entry("scope { # }", .block, more: "}"),
    Entry("if a { b } else {", .block, more: "c }"),
    Entry("if a {", .block, more: "} else { b }"),
    Entry("if a { b } else if c {", .block, more: "}"),
    Entry("for x in y {", .block, more: "}"),
    Entry("repeat 3 {", .block, more: "}"),
    Entry("def a b {", .block, more: "}"),
    Entry("try scope {", .block, more: "}"),
    Entry("scope { scope { scope {", .block, more: "} } }"),
    Entry("scope {\n scope { a }\n b", .block, more: "}"),
    Entry("scope { exec a &", .block, more: "}"),
    Entry("a; scope {", .block, more: "}; b"),
    Entry("scope { a \\\n", .block, more: "}"),
    Entry("a 'b", .singleQuote, more: "c'"),
    Entry("a 'b\n", .singleQuote, more: "'"),
    Entry("a 'b\\", .singleQuote, more: "'"),
    Entry("a 'b\"", .singleQuote, more: "'"),
    Entry("a x'", .singleQuote, more: "'"),
    Entry("a \"b", .doubleQuote, more: "c\""),
    Entry("a \"b $x", .doubleQuote, more: "\""),
    Entry("a \"b'", .doubleQuote, more: "\""),
    Entry("a \"b\\\"", .doubleQuote, more: "\""),
    Entry("a \"b\\", .doubleQuote, more: "c\""),
    Entry("a 'b' \"", .doubleQuote, more: "\""),
    Entry("scope {\n a 'b", .singleQuote, more: "' }"),
    Entry("scope { scope { a \"b", .doubleQuote, more: "\" } }"),
    Entry("a \\", .backslash, more: "b"),
    Entry("a b\\", .backslash, more: ""),
    Entry("\\", .backslash, more: "a"),
    Entry("a ${x:-b\\", .backslash, more: "c}"),
    Entry("scope { a \\", .backslash, more: "}"),
  ])
  func moreMendsIt(_ entry: Entry) {
    #expect(soundlyParsed(entry.text).incomplete == entry.open)
    let whole = soundlyParsed(entry.text + "\n" + entry.more)
    #expect(whole.diagnostics.map(\.message) == [])
    #expect(whole.incomplete == nil)
  }

  @Test(arguments: [
    "", "\n", "a", "a;", "# {", "a # '", "a '{'", "a \\{", "a {}", "a \\\\", "a '\\'", "a \\\n",
    "exec a &", "scope { }", "if a { b }", "a ${x:-{}",
  ])
  func complete(_ text: String) {
    let result = soundlyParsed(text)
    #expect(result.diagnostics.map(\.message) == [])
    #expect(result.incomplete == nil)
  }

  @Test(arguments: [
    "a |", "a ${x", "a ${", "a ${x:-b", "a \"${x", "a $", "try", "not ", "capture", "if", "if a",
    "if a { b } else", "for", "for x", "for x in", "for x in y", "repeat", "repeat 3", "def",
    "def a",
    "scope", "scope a", "}", "else {", "{", "a {", "scope {}", "; scope {", "a\0", "a\r",
    "scope {\n a |", "scope {\n a | '", "scope {\n a \0", "a | 'b", "a | {", "a | \\",
    "a ( scope {",
    "scope { } {", "scope { } }", "a; scope { try", "scope {\n}\n}\nscope {", "\"\\q", "a \"$(b",
  ])
  func plainlyWrong(_ text: String) {
    let result = soundlyParsed(text)
    #expect(!result.diagnostics.isEmpty)
    #expect(result.incomplete == nil)
  }

  @Test func tooDeepIsWrongHoweverItEnds() {
    let text = String(repeating: "scope { ", count: Parser.maximumDepth + 1)
    #expect(soundlyParsed(text).incomplete == nil)
    #expect(soundlyParsed(String(text.dropLast("scope { ".count))).incomplete == .block)
  }
}
