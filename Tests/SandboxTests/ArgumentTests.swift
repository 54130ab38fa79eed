import Language
import Sandbox
import Testing

/// Parts of words keep their places, so that a caret points at the part that is wrong.
@Suite struct ArgumentTests {
  private func word(_ text: String, from start: Int = 10, length: Int? = nil) -> Argument {
    let count = text.utf8.count
    return Argument(
      Bytes(text.utf8), at: SourceSpan(SourceID(0), start, start + (length ?? count)))
  }

  @Test(arguments: [
    ("0:1000:10", ["0", "1000", "10"], [10..<11, 12..<16, 17..<19]),
    (":", ["", ""], [10..<10, 11..<11]), ("", [""], [10..<10]), ("a", ["a"], [10..<11]),
    ("::a", ["", "", "a"], [10..<10, 11..<11, 12..<13]),
  ])
  func split(text: String, parts: [String], places: [Range<Int>]) {
    let split = word(text).split(UInt8(ascii: ":"))
    #expect(split.map(\.text) == parts)
    #expect(split.map(\.span.range) == places)
  }

  /// With quotes or escapes in it a word's columns are not those of its bytes.
  @Test func aQuotedWordIsPointedAtAsAWhole() {
    let quoted = word("0:1", length: 5)
    #expect(quoted.split(UInt8(ascii: ":")).allSatisfy { $0.span == quoted.span })
    #expect(quoted.part(2..<3).text == "1")
  }

  @Test func whatIsUnknownStaysUnknownInItsParts() {
    let unknown = Argument([], at: SourceSpan(SourceID(0), 0, 2), isKnown: false)
    #expect(unknown.split(UInt8(ascii: ":")).map(\.isKnown) == [false])
  }

  @Test(arguments: [("ro", "ro", true), ("ro", "r", false), ("", "", true), ("ro", "rw", false)])
  func matches(text: String, other: String, expected: Bool) {
    #expect(word(text).matches(other) == expected)
  }

  /// The caret of a refused part.
  @Test(arguments: [
    ("map uid 0:x", "x"), ("map uid 0:0 1:1:9999999999", "9999999999"), ("map uid '0:x'", "'0:x'"),
    ("as 1:2,y", "y"), ("as 4294967295:2", "4294967295"), ("as 1:-2", "-2"),
    ("ns uts -utc", "utc"), ("ns uts utc", "utc"), ("env A=b 1=c", "1"), ("env -1", "1"),
    ("mount tmpfs /t size=5", "5"), ("mount tmpfs /t mode=9", "9"), ("rlimit nofile 5:x", "x"),
    ("rlimit nofile 9:5", "9:5"), ("limit cpu x.5", "x.5"), ("bind /usr usr", "usr"),
    ("domainname", ""), ("hostname a b", "b"), ("umask 8", "8"),
  ])
  func caret(script: String, at: String) throws {
    let refusal = try #require(Building.refusal(script))
    let span = try #require(refusal.span)
    #expect(String(decoding: Bytes(script.utf8)[span.range], as: UTF8.self) == at)
  }
}
