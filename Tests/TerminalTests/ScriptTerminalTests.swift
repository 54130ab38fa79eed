import TestSupport
import Testing

/// Programs of scripts, at a terminal: it is one of their own, and the keys are theirs once they ask.
@Suite struct ScriptTerminalTests {
  private func script(_ text: String, around: String = "%") throws -> PseudoTerminal {
    let quoted = "'" + text.replacing("'", with: "'\\''") + "'"
    return try PseudoTerminal([
      "bash", "-c", around.replacing("%", with: "\(Cloche.path) -c \(quoted)"),
    ])
  }

  @Test(arguments: ["", "ns user", "ns user pid", "ns user pid mnt"])
  func itIsAnother(_ context: String) throws {
    let terminal = try script(
      "\(context)\nexec sh -c 'test -t 0 -a -t 1 -a -t 2 && ps -o tty= $$ || echo none'",
      around: "tty; %")
    #expect(try terminal.waitForEnd() == 0)
    let lines = terminal.screen.shown.map { $0.trimmingPrefix("/dev/") }
    #expect(lines.count == 2 && lines[0] != lines[1], "\(lines)")
  }

  /// A program pushes input into its terminal, where the kernel lets it.
  private static let attack = """
    import fcntl, termios
    for key in "echo INJ" + "ECTED\\n": fcntl.ioctl(0, termios.TIOCSTI, key.encode())
    """

  @Test(
    .enabled(if: Machine.hasProgram("python3"), "python3 is not installed"),
    arguments: ["", "tty share\n"])
  func nothingIsTypedIntoIt(_ setting: String) throws {
    let terminal = try script(
      "\(setting)try exec python3 -c '\(Self.attack)'",
      around: "%; read -t 1 line; echo \"<$line>\"")
    _ = try terminal.waitForEnd()
    let isTyped = terminal.screen.transcript.contains("<echo INJECTED>")
    if setting.isEmpty {
      #expect(!isTyped)
    } else if !isTyped {
      // dev.tty.legacy_tiocsti is 0, or this is not root: the kernel itself refuses.
      #expect(terminal.screen.transcript.contains("error"), "\(terminal.screen.transcript)")
    }
  }

  @Test(arguments: ["ns user pid", "", "umask 022"])
  func aProgramThatReads(_ context: String) throws {
    let terminal = try script(
      "\(context)\nexec sh -c 'echo ready; read word; echo got $word'\nexec cat\necho end")
    try terminal.wait(for: "ready")
    try terminal.waitUntilRaw()
    try terminal.type("one\r")
    try terminal.wait(for: "got one")
    // Perhaps ahead, when the first program has ended and the second has not asked yet.
    try terminal.type("two\r\u{4}")
    #expect(try terminal.waitForEnd() == 0)
    #expect(Array(terminal.screen.shown.prefix(4)) == ["ready", "one", "got one", "two"])
    #expect(Array(terminal.screen.shown.suffix(2)) == ["two", "end"])
  }

  /// What nobody inside reads is left to whoever comes next.
  @Test func keysThatNobodyAskedFor() throws {
    let terminal = try script(
      "exec sh -c 'echo ready; sleep 0.5'", around: "%; read line; echo \"<$line>\"")
    try terminal.wait(for: "ready")
    try terminal.type("later\r")
    try terminal.wait(for: "<later>")
    #expect(try terminal.waitForEnd() == 0)
  }

  @Test func filesGetEachByteAsItIs() throws {
    let folder = TemporaryFolder()
    let terminal = try script(
      "exec sh -c 'printf \"a\\n\\377\\000b\\n\"; echo shown >&2'", around: "% >\(folder.path)/out")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.screen.shown == ["shown"])
    let copy = Finished.running(["od", "-An", "-c", "\(folder.path)/out"])
    #expect(copy.out.split(separator: " ").joined(separator: " ") == "a \\n 377 \\0 b \\n\n")
  }

  @Test func inputFromAPipeAndKeys() throws {
    let terminal = try script(
      "exec sh -c 'read a; echo $a; read b </dev/tty; echo \"<$b>\"'", around: "echo piped | %")
    try terminal.wait(for: "piped")
    try terminal.type("typed\r")
    try terminal.wait(for: "<typed>")
    #expect(try terminal.waitForEnd() == 0)
  }

  /// ^C at a program that reads nothing is heard by the program, and ends the script.
  @Test(arguments: ["", "ns user pid"]) func interrupted(_ context: String) throws {
    let terminal = try script(
      "\(context)\ntry exec sh -c 'trap \"echo heard; exit 3\" INT; echo ready; sleep 1000 & wait'\necho on"
    )
    try terminal.wait(for: "ready")
    try terminal.type("\u{3}")
    _ = try terminal.waitForEnd()
    #expect(terminal.screen.shown.contains("^Cheard"))
    #expect(!terminal.screen.shown.contains("on"))
  }

  /// A program that has the keys and dies of ^C takes the script with it.
  @Test func interruptedWithTheKeys() throws {
    let terminal = try script("try exec cat\necho on", around: "%; echo $?")
    try terminal.waitUntilRaw()
    try terminal.type("one\r")
    try terminal.wait("the answer") { $0.shown.filter { $0 == "one" }.count == 2 }
    try terminal.type("\u{3}")
    _ = try terminal.waitForEnd()
    #expect(terminal.screen.shown.last == "^C130")
  }

  // No shell that waits: one that has just called vfork(2) cannot be stopped.
  @Test(arguments: ["echo ready; exec sleep 1000", "echo ready; read x"])
  func stoppedAndContinued(_ program: String) throws {
    let terminal = try PseudoTerminal(["bash", "--norc", "--noprofile", "-i"], columns: 200)
    try terminal.wait("the shell") {
      $0.lineToCursor.hasSuffix("# ") || $0.lineToCursor.hasSuffix("$ ")
    }
    try terminal.type("\(Cloche.path) -c \"try exec sh -c '\(program)'; echo on\"\r")
    try terminal.wait("the program") { $0.shown.contains("ready") }
    if program.hasSuffix("x") { try terminal.waitUntilRaw() }
    try terminal.type("\u{1a}")
    try terminal.wait(for: "Stopped")
    try terminal.type("fg\r")
    try terminal.wait("it goes on") { $0.shown.contains { $0.hasPrefix(Cloche.path) } }
    if program.hasSuffix("x") {
      try terminal.type("word\r")
      try terminal.wait("the rest") { $0.shown.contains("on") }
      try terminal.type("exit\r")
    } else {
      try terminal.type("\u{3}")
      try terminal.wait("the shell") {
        $0.lineToCursor.hasSuffix("# ") || $0.lineToCursor.hasSuffix("$ ")
      }
      try terminal.type("exit\r")
    }
    _ = try terminal.waitForEnd()
  }

  @Test func withoutATerminalThereIsNone() {
    let run = Cloche.commands("exec sh -c 'ps -o tty=,sid= $$; echo $$'; show")
    let words = run.out.split(whereSeparator: \.isWhitespace).prefix(3).map(String.init)
    #expect(words.count == 3 && words[0] == "?" && words[1] == words[2], "\(run.out)\(run.err)")
    #expect(run.out.contains("tty none"))
  }
}
