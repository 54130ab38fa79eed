import Glibc
import TestSupport
import Testing

/// A newcomer's session: what is typed, and what has to be seen before the next is typed. Nothing
/// of it is of the machine that it is typed on.
enum FirstSession {
  struct Entry {
    /// With Enter where it is a line.
    var keys: String
    /// What the cursor then stands behind; nil for the beginning of a line.
    var prompt: String? = "> "
    /// A part of a line that has to be there too.
    var shown = ""
    /// From here on a program has the terminal and takes each key as it comes.
    var isRelayed = false
    /// For those who watch the recording.
    var seconds = 2.0

    static func line(_ text: String, seconds: Double = 2) -> Entry {
      Entry(keys: "\(text)\r", seconds: seconds)
    }

    static func inside(_ text: String) -> Entry { Entry(keys: "\(text)\r", prompt: "inside# ") }
  }

  static let entries: [Entry] = [
    .line("help", seconds: 6),
    .line("ns uts pid mnt user"),
    .line("hostname glass"),
    .line("plan sh", seconds: 5),
    .line("root host"),
    .line("mount proc /proc"),
    .line("env PS1='inside# '"),
    .line("show", seconds: 6),
    .inside("exec sh"),
    .inside("uname -n"),
    .inside("id -u"),
    .inside("echo /proc/[0-9]*"),
    .inside("touch /usr/bin/hello || echo refused"),
    .line("exit"),
    .line("ns -uts"),
    .line("exec uname -n", seconds: 4),
    .line("ns uts"),
    .line("exec uname -n"),
    .line("hostnmae bell", seconds: 4),
    .line("hostname bell"),
    .line("exec uname -n"),
    .line("undo"),
    .line("exec uname -n"),
    .line("limit pids 20"),
    .line("exec sh -c 'while sleep 9 & do :; done'", seconds: 4),
    .line("exec cat &"),
    .line("jobs"),
    Entry(keys: "fg\r", prompt: nil, shown: "cat", isRelayed: true),
    Entry(keys: "hello\r", prompt: nil, shown: "hello"),
    Entry(keys: "\u{1a}", shown: "stopped by SIGTSTP"),
    .line("jobs"),
    Entry(keys: "kill %1\r", shown: "killed by SIGTERM"),
    .line("save -", seconds: 4),
  ]

  /// Types it all.
  ///
  /// - Parameters:
  ///   - path: where it is to be recorded.
  ///   - isWatched: types as a person does.
  /// - Returns: the screen at each prompt, and the one that is left.
  static func typed(recordedAt path: String? = nil, isWatched: Bool = false) throws -> [Screen] {
    let record = path.map { ["--record", $0] } ?? []
    let terminal = try PseudoTerminal(
      [Cloche.path, "--norc", "--no-history"] + record, environment: ["HOME": "/root"])
    try terminal.wait(atCursor: "cloche> ")
    var screens = [terminal.screen]
    for entry in entries + [Entry(keys: "quit\r", prompt: nil)] {
      if isWatched { sleep(screens.count == 1 ? 2 : entries[screens.count - 2].seconds) }
      let before = terminal.screen.scrolledOff.count + terminal.screen.cursor.row
      for key in isWatched ? entry.keys.map({ String($0) }) : [entry.keys] {
        try terminal.type(key)
        if isWatched { sleep(0.07) }
      }
      try terminal.wait("answer to `\(entry.keys.filter { $0 >= " " })`") { screen in
        let lines = screen.transcript
        let answer = lines.dropFirst(before + (entry.keys.hasSuffix("\r") ? 1 : 0))
        return screen.scrolledOff.count + screen.cursor.row > before
          && (entry.prompt.map { screen.lineToCursor.hasSuffix($0) } ?? (screen.cursor.column == 0))
          && (entry.shown.isEmpty || answer.contains { $0.contains(entry.shown) })
      }
      if entry.isRelayed { try terminal.waitUntilRaw() }
      screens.append(terminal.screen)
    }
    try #require(try terminal.waitForEnd() == 0)
    return screens
  }

  private static func sleep(_ seconds: Double) { usleep(UInt32(seconds * 1e6)) }
}
