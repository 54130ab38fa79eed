import Language
import Presentation
import Testing

/// Candidates under the line that is being typed.
@Suite struct CandidateListTests {
  private func lines(
    _ candidates: [(String, String)], width: Int = 80, rows: Int = 24
  ) -> [String] {
    CandidateList(
      candidates.map { (Bytes($0.0.utf8), $0.1) }, width: width, rows: rows
    ).lines
  }

  private static let described = [
    ("pids", "processes at the same time"), ("memory", ""), ("日本", "memory and swap together"),
  ]

  @Test(arguments: [
    (80, ["  pids    processes at the same time", "  memory", "  日本    memory and swap together"]),
    (20, ["  pids    proces...", "  memory", "  日本    memory..."]),
  ])
  func descriptions(_ width: Int, _ lines: [String]) {
    #expect(self.lines(Self.described, width: width) == lines)
  }

  @Test func aLongNameMovesItsDescription() {
    let long = String(repeating: "x", count: 34)
    #expect(
      lines([("a", "b"), (long, "c")])
        == ["  a" + String.blanks(31) + "b", "  \(long)  c"])
  }

  @Test(arguments: [
    (80, ["  alpha  beta   日本   d"]), (20, ["  alpha  beta", "  日本   d"]),
    (8, ["  alpha", "  beta", "  日本", "  d"]), (6, ["  ...", "  ...", "  ...", "  d"]),
  ])
  func columns(_ width: Int, _ lines: [String]) {
    let names = ["alpha", "beta", "日本", "d"].map { ($0, "") }
    #expect(self.lines(names, width: width) == lines)
  }

  @Test func noLineIsWiderThanTheTerminal() {
    for width in [6, 20, 40, 80] {
      for line in lines(Self.described + [("\u{2764}\u{fe0f}e\u{301}", "x")], width: width) {
        #expect(line.displayWidth < width)
      }
    }
  }

  @Test func atMostAScreenful() {
    let names = (0..<40).map { ("name\($0)", "") }
    let shown = lines(names, width: 20, rows: 8)
    #expect(shown.count == 5)
    #expect(shown.last == "  and 32 more; type another letter")
    #expect(lines(names, width: 20, rows: 23).count == 20)
  }

  @Test func theFolderOfAllStandsInTheLineAlready() {
    #expect(lines([("/usr/bin/", ""), ("/usr/lib/", "")]) == ["  bin/  lib/"])
    #expect(lines([("/usr/bin/sh", ""), ("/etc/", "")]) == ["  /usr/bin/sh  /etc/"])
    #expect(lines([("/usr/bin/", "")]) == ["  /usr/bin/"])
  }

  @Test func namesDoNotDriveTheTerminal() {
    #expect(lines([("a\u{1b}[2J", "")]) == ["  a\\e[2J"])
  }

  @Test func nothing() { #expect(lines([]).isEmpty) }
}
