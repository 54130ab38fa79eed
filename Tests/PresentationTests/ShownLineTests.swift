import Language
import Presentation
import Testing

/// A line of a script with a part marked.
@Suite struct ShownLineTests {
  private func line(_ text: String, _ mark: Range<Int>, width: Int = 80) -> ShownLine {
    let bytes = Bytes(text.utf8)
    return ShownLine(bytes, 0..<bytes.count, marking: mark, width: width)
  }

  @Test(arguments: [
    ("echo word", 5..<9, "echo word", 5, 4), ("\techo", 1..<5, "    echo", 4, 4),
    ("日本 x", 7..<8, "日本 x", 5, 1), ("日本 x", 0..<6, "日本 x", 0, 4),
    ("e\u{301}x", 3..<4, "e\u{301}x", 1, 1),
    ("\u{2764}\u{fe0f}x", 6..<7, "\u{2764}\u{fe0f}x", 2, 1),
    ("a\u{1b}b", 2..<3, "a\\eb", 3, 1), ("ab", 2..<2, "ab", 2, 0),
  ])
  func marks(_ text: String, _ mark: Range<Int>, _ shown: String, _ indent: Int, _ width: Int) {
    let line = line(text, mark)
    #expect(Array(line.text.unicodeScalars) == Array(shown.unicodeScalars))
    #expect(line.indent == indent)
    #expect(line.markWidth == width)
  }

  @Test(arguments: [20, 40, 80])
  func aLongLineIsCutAroundTheMark(_ width: Int) {
    let text = String(repeating: "日本語 ", count: 60)
    for start in stride(from: 0, to: 590, by: 10) {
      let line = line(text, start..<(start + 3), width: width)
      #expect(line.text.displayWidth <= width)
      #expect(line.indent < width)
      #expect(line.markWidth == 2)
      #expect(line.text.hasSuffix("...") || line.text.hasPrefix("..."))
    }
  }

  @Test func thereAreAlwaysTwentyColumns() {
    #expect(line("12345678901234567890", 0..<1, width: 3).text == "12345678901234567890")
    #expect(line("123456789012345678901", 0..<1, width: 3).text == "12345678901234567...")
  }
}
