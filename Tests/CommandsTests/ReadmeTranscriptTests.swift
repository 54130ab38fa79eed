import TestSupport
import Testing

/// The session in the README, typed at a real prompt: what comes back is what stands there.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
struct ReadmeTranscriptTests {
  /// The first fenced block without its `$ cloche`.
  private static func transcript() throws -> [Substring] {
    let text = try #require(Files.text("\(Machine.repository)/README.md"))
    let blocks = text.split(separator: "```", omittingEmptySubsequences: false)
    let lines = try #require(blocks.dropFirst().first).split(separator: "\n")
    try #require(lines.prefix(2) == ["console", "$ cloche"])
    return Array(lines.dropFirst(2))
  }

  @Test func isWhatHappens() throws { try play(asNobody: false) }

  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func isWhatHappensToAUser() throws { try play(asNobody: true) }

  private func play(asNobody: Bool) throws {
    let lines = try Self.transcript()
    let entries = lines.filter(Self.isPrompted).map { Self.entry(in: $0) }
    #expect(entries.count > 5)
    #expect(entries.last == "quit")
    // Wide enough for every line of the text to stay one.
    let terminal = try PseudoTerminal(
      Cloche.words(["--norc", "--no-history"], asNobody: asNobody), rows: 60, columns: 250,
      environment: ["TERM": "dumb", "HOME": "/root"])
    try terminal.wait(atCursor: "cloche> ")
    for entry in entries.dropLast() { try terminal.enter(entry) }
    try terminal.type("quit\r")
    #expect(try terminal.waitForEnd() == 0)
    let shown = terminal.screen.lines.filter { !$0.isEmpty }
    #expect(shown == lines.map(String.init), "the session is:\n\(shown.joined(separator: "\n"))")
  }

  private static func isPrompted(_ line: Substring) -> Bool {
    line.hasPrefix("cloche") && line.contains("> ")
  }

  /// What was typed in a line with a prompt.
  private static func entry(in line: Substring) -> String {
    String(line[(line.firstRange(of: "> ")?.upperBound ?? line.startIndex)...])
  }
}
