import Testing

@testable import Session

/// What a terminal's output has switched on, and how it is switched off.
@Suite struct TerminalModesTests {
  private func restoring(_ output: String, pieceSize: Int = .max) -> String {
    var modes = TerminalModes()
    var rest = Array(output.utf8)[...]
    while !rest.isEmpty {
      rest.prefix(pieceSize).withUnsafeBytes { modes.note($0) }
      rest = rest.dropFirst(pieceSize)
    }
    return modes.restoring.replacing("\u{1b}", with: "E")
  }

  @Test(arguments: [
    ("plain text\r\n\t\u{7}", ""),
    ("\u{1b}[?1049h", "E[?1049l"), ("\u{1b}[?1049h\u{1b}[?1049l", ""),
    ("\u{1b}[?25l", "E[?25h"), ("\u{1b}[?25l\u{1b}[?25h", ""), ("\u{1b}[?7l", "E[?7h"),
    ("\u{1b}[?1000;1006h", "E[?1006lE[?1000l"), ("\u{1b}[?2004h", "E[?2004l"),
    ("\u{1b}[?1h\u{1b}=", "E[?1lE>"), ("\u{1b}=\u{1b}>", ""),
    ("\u{1b}(0", "E(B"), ("\u{1b}(0\u{1b}(B", ""),
    ("\u{1b}[1;31mred", "E[0m"), ("\u{1b}[31m\u{1b}[m", ""), ("\u{1b}[31m\u{1b}[0m", ""),
    ("\u{1b}[4h", "E[4l"), ("\u{1b}[4h\u{1b}[4l", ""),
    ("\u{1b}[5;10r", "E7E[rE8"), ("\u{1b}[5;10r\u{1b}[r", ""),
    ("\u{1b}[>4;2m", "E[>4;0m"), ("\u{1b}[>4;2m\u{1b}[>4;m", "E[>4;0m"),
    ("\u{1b}[>4;2m\u{1b}[>4;0m", ""),
    ("\u{1b}[?1049h\u{1b}[?25l\u{1b}[4h\u{1b}c", ""),
    ("\u{1b}[?12345h\u{1b}[?h\u{1b}[?;h\u{1b}[?99999999999999999999h", ""),
  ]) func whatIsOnIsSwitchedOff(_ output: String, _ wanted: String) {
    #expect(restoring(output) == wanted)
    #expect(restoring(output, pieceSize: 1) == wanted)
  }

  @Test(arguments: [
    ("\u{1b}[?25", "E\\"), ("\u{1b}", "E\\"), ("\u{1b}(", "E\\"),
    ("\u{1b}]0;title", "E\\"), ("\u{1b}]0;title\u{7}", ""), ("\u{1b}]0;title\u{1b}\\", ""),
    ("\u{1b}Pq#0", "E\\"), ("\u{1b}_x\u{18}", ""),
    // A sequence within another ends it; control characters in one act by themselves.
    ("\u{1b}[3\u{1b}[?25l", "E[?25h"), ("\u{1b}[?2\r5l", "E[?25h"), ("\u{1b}[?2\u{18}5l", ""),
  ]) func whatIsOpenIsClosed(_ output: String, _ wanted: String) {
    #expect(restoring(output) == wanted)
    #expect(restoring(output, pieceSize: 1) == wanted)
  }

  @Test func nothingGrows() {
    let endless = "\u{1b}[" + String(repeating: "1;", count: 100_000)
    #expect(restoring(endless) == "")
    #expect(restoring("\u{1b}]0;" + String(repeating: "x", count: 100_000)) == "E\\")
    #expect(restoring(String(repeating: "\u{1b}", count: 100_000) + "[?25l") == "E[?25h")
    #expect(restoring(endless + "\u{1b}[?25l") == "E[?25h")
  }
}
