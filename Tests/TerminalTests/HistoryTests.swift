import Glibc
import TestSupport
import Testing

/// The history between sessions. See docs/language.md, section 8.
@Suite struct HistoryTests {
  private func file(_ home: TemporaryFolder) -> String {
    "\(home.path)/.local/state/cloche/history"
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test func entriesAreKeptForTheNextSession() throws {
    let home = TemporaryFolder()
    let first = try PseudoTerminal.prompt(home: home)
    try first.enter("echo kept")
    // Written at once, not at the end.
    #expect(Files.text(file(home)) == "echo kept\n")
    #expect(mode(file(home)) == 0o600)
    first.send(SIGKILL)
    _ = try first.waitForEnd()
    let second = try PseudoTerminal.prompt(home: home)
    try second.type("\u{1b}[A")
    try second.wait(atCursor: "cloche> echo kept")
    try second.type("\r")
    try second.wait(atCursor: "cloche> ")
    let listed = try second.answer(to: "history")
    #expect(listed == ["    1  echo kept", "    2  echo kept", "    3  history"])
  }

  @Test func theStateFolderIsXDGs() throws {
    let state = TemporaryFolder()
    let terminal = try PseudoTerminal.prompt(environment: ["XDG_STATE_HOME": state.path])
    try terminal.enter("echo x")
    #expect(Files.text("\(state.path)/cloche/history") == "echo x\n")
    #expect(mode("\(state.path)/cloche") == 0o700)
  }

  @Test func aLeadingBlankKeepsALinePrivate() throws {
    let home = TemporaryFolder()
    let terminal = try PseudoTerminal.prompt(home: home)
    try terminal.enter(" let secret = x")
    try terminal.enter("echo known")
    #expect(Files.text(file(home)) == "echo known\n")
    try terminal.type("\u{1b}[A\u{1b}[A")
    try terminal.wait(atCursor: "cloche> echo known")
    try terminal.type("\u{15}")
    #expect(try terminal.answer(to: "history").contains { $0.contains("secret") } == false)
  }

  @Test func entriesOfSeveralLinesStayWhole() throws {
    let home = TemporaryFolder()
    let first = try PseudoTerminal.prompt(home: home)
    for line in ["repeat 1 {", "echo 'a\\b'", "}"] { try first.enter(line) }
    try first.type("\u{4}")
    #expect(try first.waitForEnd() == 0)
    #expect(Files.text(file(home)) == "repeat 1 {\\necho 'a\\\\b'\\n}\n")
    let second = try PseudoTerminal.prompt(home: home)
    try second.type("\u{1b}[A")
    try second.wait("the entry") {
      $0.shown.suffix(3) == ["cloche> repeat 1 {", "echo 'a\\b'", "}"]
    }
    try second.type("\r")
    try second.wait("the answer") { $0.shown.contains("a\\b") }
  }

  @Test func twoSessionsAtOnceLoseNothing() throws {
    let home = TemporaryFolder()
    let sessions = try (0..<2).map { _ in try PseudoTerminal.prompt(home: home) }
    for number in 0..<20 {
      for (index, session) in sessions.enumerated() {
        try session.type("echo \(index)-\(number)\r")
      }
    }
    for (index, session) in sessions.enumerated() {
      try session.wait("the last answer") { $0.shown.contains("\(index)-19") }
      try session.wait(atCursor: "cloche> ")
    }
    let lines = try #require(Files.text(file(home))).split(separator: "\n").map(String.init)
    #expect(lines.count == 40)
    for index in 0..<2 {
      #expect(
        lines.filter { $0.hasPrefix("echo \(index)-") } == (0..<20).map { "echo \(index)-\($0)" })
    }
  }

  @Test func noHistoryIsKept() throws {
    let home = TemporaryFolder()
    let terminal = try PseudoTerminal.prompt("--no-history", home: home)
    try terminal.enter("echo x")
    #expect(!Files.exists(file(home)))
    // Of this session it is at hand all the same.
    try terminal.type("\u{1b}[A")
    try terminal.wait(atCursor: "cloche> echo x")
  }

  @Test func anUnwritableFileCostsOneWarning() throws {
    let home = TemporaryFolder()
    // A folder in its place: nobody can write that, root neither.
    _ = Finished.running(["mkdir", "-p", file(home)])
    let terminal = try PseudoTerminal.prompt(home: home)
    try terminal.enter("echo x")
    try terminal.enter("echo y")
    #expect(terminal.screen.transcript.count { $0.contains("warning[") } == 1)
    #expect(terminal.screen.contains("no history is kept"))
    #expect(terminal.screen.line == "cloche>")
  }

  @Test func aCorruptFileCostsOneWarning() throws {
    let home = TemporaryFolder()
    _ = Finished.running(["mkdir", "-p", "\(home.path)/.local/state/cloche"])
    let garbage: [UInt8] =
      Array("echo fine\n\u{0}\u{0}\nx\u{0}y\n".utf8) + [0xff, 0xfe, 0x1b, 0x0a]
    home.write(".local/state/cloche/history", "")
    let place = open(file(home), O_WRONLY)
    _ = garbage.withUnsafeBytes { write(place, $0.baseAddress, $0.count) }
    close(place)
    let terminal = try PseudoTerminal.prompt(home: home)
    #expect(terminal.screen.transcript.count { $0.contains("warning[") } == 1)
    let listed = try terminal.answer(to: "history")
    #expect(listed == ["    1  echo fine", "    2  \\xff\\xfe\\e", "    3  history"])
  }

  @Test func noHomeIsNoTrouble() throws {
    let terminal = try PseudoTerminal.prompt(environment: ["HOME": nil])
    #expect(try terminal.answer(to: "echo x") == ["x"])
    #expect(!terminal.screen.contains("warning"))
  }
}
