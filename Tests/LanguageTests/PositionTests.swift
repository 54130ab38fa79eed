import Language
import Testing

/// Lines and columns as a person counts them.
@Suite struct PositionTests {
  /// A text with a mark at the place, and the line that is shown for it.
  struct Place: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let column: Int
    let shown: String

    init(_ text: String, _ line: Int, _ column: Int, _ shown: String) {
      self.text = text
      self.line = line
      self.column = column
      self.shown = shown
    }

    var testDescription: String { Bytes(text.utf8).displayed }
  }

  @Test(arguments: [
    Place("⟦⟧", 1, 1, ""),
    Place("⟦a⟧b", 1, 1, "ab"),
    Place("ab⟦⟧", 1, 3, "ab"),
    Place("ab⟦\n⟧", 1, 3, "ab"),
    // Nothing stands behind the last line's end: what is missing there is missing in that line.
    Place("ab\n⟦⟧", 1, 3, "ab"),
    Place("a\nb⟦c⟧\nd", 2, 2, "bc"),
    Place("a\n⟦\n⟧b", 2, 1, ""),
    Place("a\n\n⟦b⟧", 3, 1, "b"),
    Place("a\n\n⟦⟧", 2, 1, ""),
    Place("größe ⟦x⟧", 1, 7, "größe x"),
    Place("日本 ⟦x⟧", 1, 4, "日本 x"),
    Place("e\u{301}⟦x⟧", 1, 3, "e\u{301}x"),
    Place("\t⟦x⟧", 1, 2, "\tx"),
    Place("ab⟦\r⟧\nc", 1, 3, "ab"),
    Place("ab\r⟦\n⟧c", 1, 3, "ab"),
    Place("a\r\nb⟦c⟧\r\n", 2, 2, "bc"),
    Place("a⟦\r⟧", 1, 2, "a\r"),
    Place("a\r\r⟦\n⟧", 1, 3, "a\r"),
    Place("\u{feff}⟦a⟧b", 1, 1, "ab"),
    Place("\u{feff}a\n⟦\u{feff}⟧b", 2, 1, "\u{feff}b"),
    Place("⟦\u{feff}⟧", 1, 1, ""),
  ])
  func places(_ place: Place) throws {
    let marked = MarkedText(place.text)
    let offset = try #require(marked.marks.first).lowerBound
    let index = LineIndex(Source(name: "x", bytes: marked.bytes))
    let position = index.position(of: offset)
    #expect(position.line == place.line)
    #expect(position.column == place.column)
    #expect(Bytes(marked.bytes[position.lineRange]) == Bytes(place.shown.utf8))
    #expect(index.line(of: offset) == place.line)
  }

  @Test func aByteThatIsNoTextIsOneColumn() {
    let source = Source(name: "x", bytes: [0xff, 0x80, 0xc3, 0xa9, 0xe6, 0x97, 0x61])
    let index = LineIndex(source)
    #expect([0, 1, 2, 4, 5, 6].map { index.position(of: $0).column } == [1, 2, 3, 4, 5, 6])
  }

  @Test func entriesAtAPromptAreNumberedOn() {
    let source = Source(name: "prompt", bytes: Bytes("a\nb\nc".utf8), firstLine: 41)
    #expect([0, 2, 5].map { LineIndex(source).line(of: $0) } == [41, 42, 43])
  }

  @Test func eachByteOfALongTextHasItsLine() {
    var randomness = Randomness(seed: 41)
    let bytes = randomness.sequence(of: Bytes("ab\n\n".utf8), upTo: 5_000)
    let index = LineIndex(Source(name: "x", bytes: bytes))
    var line = 1
    var column = 1
    for (offset, byte) in bytes.enumerated() {
      let position = index.position(of: offset)
      #expect(position.line == line && position.column == column)
      #expect(position.lineRange.contains(offset) || byte == 0x0a)
      (line, column) = byte == 0x0a ? (line + 1, 1) : (line, column + 1)
    }
    #expect(line > 100)
  }
}
