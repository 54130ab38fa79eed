import Presentation
import Testing

/// Text in the width, the characters and the colours of a terminal.
@Suite struct TextStyleTests {
  @Test(arguments: [
    (80, "a word and 日本語 and another e\u{301}e\u{301}e\u{301} word"),
    (40, "a word and 日本語 and another e\u{301}e\u{301}e\u{301} word"),
    (37, "a word and 日本語 and another e\u{301}e\u{301}e\u{301}\n  word"),
    (20, "a word and 日本語\n  and another e\u{301}e\u{301}e\u{301}\n  word"),
    (6, "a word\n  and\n  日本語\n  and\n  another\n  e\u{301}e\u{301}e\u{301}\n  word"),
  ])
  func wrapping(_ width: Int, _ wrapped: String) {
    let text = "a word and 日本語 and another e\u{301}e\u{301}e\u{301} word"
    #expect(TextStyle(width: width).wrap(text, first: 0, indent: "  ") == wrapped)
  }

  @Test func whatIsTakenOfTheFirstLineIsCounted() {
    #expect(TextStyle(width: 20).wrap("one two three", first: 10, indent: "") == "one two\nthree")
    #expect(TextStyle(width: 20).wrap("  one two", first: 12, indent: "") == "  one\ntwo")
  }

  @Test func listsBreakBehindTheirSigns() {
    #expect(
      TextStyle(width: 20).wrap("call(ONE_FLAG|ANOTHER_FLAG|THIRD,last)", first: 0, indent: " ")
        == "call(ONE_FLAG|\n ANOTHER_FLAG|THIRD,\n last)")
  }

  @Test func paragraphs() {
    #expect(
      TextStyle(width: 20).paragraphs(
        "one two three four five\n\n  as it is, however long", indent: "  ")
        == "  one two three four\n  five\n\n    as it is, however long")
  }

  @Test(arguments: [
    (40, "text                              remark"), (20, "text          remark"),
    (12, "text  remark"), (11, "text\n     remark"), (4, "text\nremark"),
  ])
  func margins(_ width: Int, _ text: String) {
    #expect(TextStyle(width: width).withMargin("text", "remark") == text)
    #expect(TextStyle(width: width).withMargin("text", "") == "text")
  }

  @Test func aMarginIsFaint() {
    let style = TextStyle(width: 12, isColored: true)
    #expect(style.withMargin("日", "remark") == "日    \u{1b}[2mremark\u{1b}[0m")
  }

  @Test(arguments: [
    (0, "....", "░░░░"), (1, "#...", "█░░░"), (2, "##..", "██░░"), (9, "####", "████"),
    (-1, "....", "░░░░"),
  ])
  func bars(_ part: Int, _ ascii: String, _ unicode: String) {
    #expect(TextStyle().bar(part, of: 4, columns: 4) == ascii)
    #expect(TextStyle(isUnicode: true).bar(part, of: 4, columns: 4) == unicode)
    #expect(TextStyle().bar(part, of: 0, columns: 4) == "....")
  }

  @Test func sparklines() {
    #expect(TextStyle(isUnicode: true).sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(TextStyle().sparkline([0, 7, -1]) == "_#_")
    #expect(TextStyle().sparkline([0, 0]) == "__")
    #expect(TextStyle().sparkline([]) == "")
  }

  @Test func trees() {
    var tree = TextTree("box")
    tree.add("set", rows: [("ns uts", "1:1"), ("one two three four five", "")], empty: "nothing")
    tree.add("default", rows: [], empty: "none")
    #expect(
      tree.text(TextStyle(width: 20)) == """
        box
        |- set
        |  |- ns uts     1:1
        |  `- one two three
        |       four five
        `- default
           `- none

        """)
    #expect(
      tree.text(TextStyle(width: 80, isUnicode: true, isColored: true)) == """
        \u{1b}[1mbox\u{1b}[0m
        ├─ \u{1b}[1mset\u{1b}[0m
        │  ├─ ns uts\(String.blanks(65))\u{1b}[2m1:1\u{1b}[0m
        │  └─ one two three four five
        └─ \u{1b}[1mdefault\u{1b}[0m
           └─ none

        """)
  }

  @Test func colours() {
    let roles: [Palette.Role] = [
      .error, .warning, .note, .fix, .gutter, .heading, .emphasis, .faint, .up, .isolation,
      .change, .failure,
    ]
    for role in roles {
      #expect(Palette(isColored: false).paint("text", role) == "text")
      let painted = Palette(isColored: true).paint("text", role)
      #expect(painted.hasPrefix("\u{1b}["))
      #expect(painted.hasSuffix("mtext\u{1b}[0m"))
      #expect(Palette(isColored: true).paint("", role) == "")
    }
    #expect(Palette(isColored: true).paint("a", .error) == "\u{1b}[1;31ma\u{1b}[0m")
    #expect(
      Palette(isColored: true, isForPrompt: true).paint("a", .failure)
        == "\u{1}\u{1b}[31m\u{2}a\u{1}\u{1b}[0m\u{2}")
  }

  @Test(arguments: [
    (JSON.null, "null"), (.bool(true), "true"), (.number(-7), "-7"), (.real(0.5), "0.5"),
    (.string("a\"b\\c\n\r\t\u{1}\u{7f}é日"), #""a\"b\\c\n\r\t\u0001\u007fé日""#),
    (.bytes([0x61, 0xff]), #""a\\xff""#), (.bytes([0x1b]), #""\u001b""#),
    (.array([.number(1), .string("b")]), #"[1,"b"]"#), (.array([]), "[]"),
    (.object([("b", .null), ("a", .object([]))]), #"{"b":null,"a":{}}"#),
  ])
  func documents(_ document: JSON, _ text: String) { #expect(document.text == text) }
}
