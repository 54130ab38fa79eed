import Glibc
import TestSupport
import Testing

/// The recorded session of a newcomer still happens just so.
@Suite(
  .enabled(if: Machine.isRoot, "the recorded session is root's"),
  .enabled(
    if: Machine.canLimit, "the recorded session has a limit, and no groups can be made here"),
  .enabled(
    if: Finished.running(["readlink", "-f", "/bin/sh"]).out.hasSuffix("/dash\n"),
    "the recorded session shows what dash says, and sh is another one here")
)
struct FirstSessionTests {
  private static let path = "\(Machine.repository)/examples/first-session.cast"

  @Test func theRecordingShowsWhatHappensNow() throws {
    let events = try Cast.output(of: Self.path)
    var played = Screen(rows: 24, columns: 80)
    var next = 0
    for (number, screen) in try FirstSession.typed().enumerated() {
      while !Self.isSame(played, screen), next < events.count {
        played.write(events[next].utf8)
        next += 1
      }
      let isThere = Self.isSame(played, screen)
      try #require(
        isThere,
        "the recording never shows screen \(number):\n\(screen.lines.joined(separator: "\n"))")
    }
    #expect(next == events.count)
  }

  @Test func theRecordingSaysNothingOfItsMachine() throws {
    let text = try #require(Files.text(Self.path))
    for word in ["/work", "/home", "/tmp", "SHELL"] { #expect(!text.contains(word), "\(word)") }
  }

  private static func isSame(_ one: Screen, _ other: Screen) -> Bool {
    one.cursor == other.cursor && masked(one) == masked(other)
  }

  /// The lines, with a sign in place of each process id of the host.
  private static func masked(_ screen: Screen) -> [String] {
    screen.lines.map { line in
      let words = line.split(separator: " ")
      let isJob = line.hasPrefix("[1] ") && words.count == 2 || line.hasPrefix("%1 ")
      guard isJob, let pid = words.first(where: { $0.allSatisfy(\.isNumber) }) else { return line }
      let padded = line + String(repeating: " ", count: 10)
      guard let range = padded.firstRange(of: pid) else { return line }
      // The column behind it is as wide as it always is.
      return padded[..<range.lowerBound] + "PID"
        + padded[range.upperBound...].drop { $0 == " " }
    }
  }
}

/// Makes the recording: what `scripts/first-session` asks for.
@Suite(.enabled(if: getenv("CLOCHE_RECORD") != nil, "only scripts/first-session records"))
struct FirstSessionRecording {
  @Test func isMade() throws {
    let path = try #require(getenv("CLOCHE_RECORD").map { String(cString: $0) })
    _ = try FirstSession.typed(recordedAt: path, isWatched: true)
  }
}
