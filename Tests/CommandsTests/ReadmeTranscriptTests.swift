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
    let entries = lines.filter(Prompt.isPrompted).map { Prompt.entry(in: $0) }
    #expect(entries.count > 5)
    #expect(entries.last == "quit")
    let prompt = try Prompt(asNobody: asNobody)
    var shown = ""
    for entry in entries { shown += try prompt.enter(entry) }
    shown += try prompt.rest()
    #expect(shown.split(separator: "\n") == lines, "the session is:\n\(shown)")
    #expect(prompt.status == 0)
  }
}
