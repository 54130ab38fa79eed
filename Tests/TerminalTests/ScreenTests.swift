import TestSupport
import Testing

/// The terminal of these tests itself: what it shows is what xterm would.
@Suite struct ScreenTests {
  private func screen(_ text: String, rows: Int = 4, columns: Int = 10) -> Screen {
    var screen = Screen(rows: rows, columns: columns)
    screen.write(text.utf8)
    return screen
  }

  @Test func linesWrapAndScroll() {
    let wrapped = screen("0123456789ab\r\n1\r\n2\r\n3")
    #expect(wrapped.lines == ["ab", "1", "2", "3"])
    #expect(wrapped.scrolledOff == ["0123456789"])
    // The cursor stays in the last column until there is more.
    #expect(screen("0123456789").cursor == Screen.Position(0, 9))
    #expect(screen("0123456789\r\nx").lines[1] == "x")
  }

  @Test func theCursorMoves() {
    #expect(screen("abc\u{8}\u{8}x").lines[0] == "axc")
    #expect(screen("abc\u{1b}[2Dx\u{1b}[3;4Hy").lines == ["axc", "", "   y", ""])
    #expect(screen("a\tb").lines[0] == "a       b")
    #expect(screen("abc\u{1b}[A\u{1b}[Gx").lines[0] == "xbc")
  }

  @Test func partsAreErased() {
    #expect(screen("abcdef\u{1b}[3D\u{1b}[K").lines[0] == "abc")
    #expect(screen("a\r\nb\r\nc\u{1b}[2;1H\u{1b}[J").lines == ["a", "", "", ""])
    #expect(screen("abcdef\u{1b}[4D\u{1b}[2P").lines[0] == "abef")
    #expect(screen("abcdef\u{1b}[4D\u{1b}[2@").lines[0] == "ab  cdef")
  }

  @Test func wideAndCombiningCharacters() {
    let wide = screen("日本e\u{301}x")
    #expect(wide.lines[0] == "日本e\u{301}x")
    #expect(wide.cursor == Screen.Position(0, 6))
    #expect(screen("012345678日").lines[1] == "日")
    #expect(screen("a\u{1b}[0mb").unknown.isEmpty)
  }

  @Test func linesAreWrappedAnewOrCut() {
    var wrapping = Screen(rows: 6, columns: 10, kind: .wrapping)
    wrapping.write("one\r\n0123456789ab\r\n日本語日本語x".utf8)
    wrapping.resize(rows: 6, columns: 5)
    #expect(wrapping.lines == ["01234", "56789", "ab", "日本", "語日", "本語x"])
    #expect(wrapping.scrolledOff == ["one"] && wrapping.cursor == Screen.Position(5, 4))
    wrapping.resize(rows: 6, columns: 20)
    #expect(wrapping.shown == ["0123456789ab", "日本語日本語x"])
    var cutting = Screen(rows: 6, columns: 10)
    cutting.write("0123456789ab".utf8)
    cutting.resize(rows: 6, columns: 5)
    cutting.resize(rows: 6, columns: 20)
    #expect(cutting.shown == ["01234", "ab"])
  }

  @Test func theCursorIsReported() {
    var screen = screen("abc\r\nd\u{1b}[6n")
    #expect(screen.takeAnswers() == Array("\u{1b}[2;2R".utf8) && screen.takeAnswers().isEmpty)
  }

  @Test func colorsAndModes() {
    let painted = screen("\u{1b}[1;31mab\u{1b}[0mc\u{1b}[?2004h\u{1b}[?25l\u{7}")
    #expect(painted.style(of: "b") == "1;31" && painted.style(of: "c") == "")
    #expect(painted.hasBracketedPaste && !painted.isCursorVisible && painted.bells == 1)
    let alternate = screen("abc\u{1b}[?1049h\u{1b}[Hxyz")
    #expect(alternate.lines[0] == "xyz" && alternate.isAlternate)
    #expect(screen("abc\u{1b}[?1049hxyz\u{1b}[?1049ld").lines[0] == "abcd")
    #expect(screen("\u{1b}]0;title\u{7}x").title == "title")
    #expect(screen("\u{1b}[5z").unknown == ["CSI 5z"])
  }
}
