import Glibc
import TestSupport
import Testing

/// The recording, and what to do when it is out of date.
private enum Recording {
  static let path = "\(Machine.repository)/examples/first-session.cast"

  static let isOld = """
    examples/first-session.cast is out of date. As root, `scripts/first-session` makes it anew; if you \
    are not root, say so in the pull request, and somebody who is will record it.
    """
}

/// What of the recording can be seen without being root.
@Suite struct FirstSessionHelpTests {
  @Test func theRecordingShowsTheHelpOfNow() throws {
    let help = Cloche.run(["-c", "help"], environment: ["COLUMNS": "80"]).out
      .split(separator: "\n").map { $0.filter { $0 != " " } }
    var played = Screen(rows: 24, columns: 80)
    for event in try Cast.output(of: Recording.path) {
      played.write(event.utf8)
      let lines = played.lines.map { $0.filter { $0 != " " } }
      if help.allSatisfy({ lines.contains($0) }) { return }
    }
    Issue.record("\(Recording.isOld) It does not show what `help` says now.")
  }
}

/// The recorded session of a newcomer still happens just so.
@Suite(
  .enabled(
    if: Machine.isRoot, "the recorded session is root's: run the tests as root to compare it"),
  .enabled(
    if: Machine.canLimit, "the recorded session has a limit, and no groups can be made here"),
  .enabled(
    if: Finished.running(["readlink", "-f", "/bin/sh"]).out.hasSuffix("/dash\n"),
    "the recorded session shows what dash says, and sh is another one here")
)
struct FirstSessionTests {
  @Test func theRecordingShowsWhatHappensNow() throws {
    let events = try Cast.output(of: Recording.path)
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
        """
        \(Recording.isOld) It never shows screen \(number):
        \(screen.lines.joined(separator: "\n"))
        """)
    }
    #expect(next == events.count, "\(Recording.isOld) It goes on when the session is over.")
  }

  @Test func theRecordingSaysNothingOfItsMachine() throws {
    let text = try #require(Files.text(Recording.path))
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
