import Presentation
import Testing

/// Cells below each other, and the text behind them.
@Suite struct TableTests {
  private static let words = "one two three four five six seven"

  @Test func cellsStandBelowEachOther() {
    let table = Table(.left(4), .right(3), .fitting(["a", "日本"], gap: 3), indent: 2)
    #expect(table.row("ab", "7", "a", text: "end") == "  ab     7 a      end")
    #expect(table.row("日", "70", "日本", text: "end") == "  日    70 日本   end")
    #expect(
      table.row("e\u{301}", "700", "\u{2764}\u{fe0f}", text: "end")
        == "  e\u{301}    700 \u{2764}\u{fe0f}     end")
    #expect(table.textColumn == 18)
  }

  @Test func aCellThatIsTooLongMovesTheRest() {
    #expect(Table(.left(4), .left(2)).row("abcdef", "g", text: "end") == "abcdef g  end")
    #expect(Table(.right(2)).row("1234", text: "end") == "1234 end")
    let table = Table(.left(4, breaks: true), indent: 2)
    #expect(table.row("abcd", text: "end") == "  abcd end")
    #expect(table.row("abcde", text: "end") == "  abcde\n       end")
  }

  @Test func fewerCellsAndNoText() {
    let table = Table(.left(4), .left(6))
    #expect(table.row("ab", text: "end") == "ab   end")
    #expect(table.row("ab", "cd", text: "") == "ab   cd")
    #expect(table.row(text: "end") == "end")
  }

  @Test func columnsFitTheirCells() {
    let cells = ["a", "abc"]
    #expect(Table(.fitting(cells)).textColumn == 5)
    #expect(Table(.fitting(cells, atLeast: 8, gap: 1)).textColumn == 9)
    #expect(Table(.fitting(cells, atMost: 2)).row("abc", text: "end") == "abc  end")
    #expect(Table(.fitting([String]())).textColumn == 2)
  }

  @Test func linesOfATextStandBelowEachOther() {
    #expect(Table(.right(3, gap: 2)).row("7", text: "a\n\nb") == "  7  a\n     \n     b")
  }

  @Test(arguments: [
    (80, "name    one two three four five six seven"),
    (40, "name    one two three four five six\n          seven"),
    (32, "name    one two three four five\n          six seven"),
    (20, "name\n    one two three\n    four five six\n    seven"),
  ])
  func textsAreBrokenAtWords(_ width: Int, _ row: String) {
    let table = Table(.left(7), style: TextStyle(width: width), hanging: 2)
    #expect(table.row("name", text: Self.words) == row)
  }

  @Test func textsMayStayBesideTheirCells() {
    let table = Table(.left(7), style: TextStyle(width: 20), leastRoom: nil)
    #expect(table.row("name", text: "one two three") == "name    one two\n        three")
  }

  @Test func aLongCellLeavesLessOfTheFirstLine() {
    let table = Table(.left(4), style: TextStyle(width: 30))
    #expect(
      table.row("a long name", text: Self.words)
        == "a long name one two three four\n     five six seven")
  }

  @Test func coloursTakeNoColumns() {
    let style = TextStyle(width: 40, isColored: true)
    let table = Table(.left(7), style: style)
    #expect(
      table.row("name", text: Self.words, role: .emphasis)
        == "\u{1b}[1mname\u{1b}[0m    one two three four five six\n        seven")
    #expect(
      table.row("name", text: "", role: .emphasis) == "\u{1b}[1mname\u{1b}[0m")
    let plain = Table(.left(7), style: TextStyle(width: 40))
    #expect(plain.row("name", text: "a", role: .emphasis) == "name    a")
  }
}
