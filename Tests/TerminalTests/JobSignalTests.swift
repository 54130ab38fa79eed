import Glibc
import TestSupport
import Testing

/// Signals that come to cloche while a job has the terminal, and cloche as a job of a shell.
@Suite struct JobSignalTests {
  @Test(arguments: JobKind.allCases, [SIGTERM, SIGHUP])
  func clocheIsEnded(_ kind: JobKind, _ signal: Int32) throws {
    let name = "ended-\(kind)-\(signal)"
    let terminal = try kind.prompt()
    try terminal.enter("exec bash -c 'exec -a \(name) sleep 60' &")
    try terminal.start(
      "exec bash -c 'trap : HUP TERM; stty raw -echo; echo ready; (exec -a \(name) sleep 60); exec -a \(name) sleep 60'"
    )
    terminal.send(signal)
    #expect(try terminal.waitForEnd() == 128 + signal)
    #expect(terminal.isCooked)
    #expect(Leftovers.processes(named: name).isEmpty)
  }

  @Test(arguments: JobKind.allCases, ["", "trap '' HUP; "])
  func theTerminalGoes(_ kind: JobKind, _ trap: String) throws {
    let name = "hung-up-\(kind)-\(trap.count)"
    let terminal = try kind.prompt()
    try terminal.start("exec bash -c \"\(trap)echo ready; exec -a \(name) sleep 60\"")
    #expect(try terminal.hangUp() == 128 + SIGHUP)
    #expect(Leftovers.processes(named: name).isEmpty)
  }

  private func shell() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["bash", "--norc"], columns: 200, environment: ["PS1": "shell$ "])
    try terminal.wait(atCursor: "shell$ ")
    return terminal
  }

  /// A prompt of the shell on a line of its own, below what was there.
  private func waitForShell(_ terminal: PseudoTerminal, below row: Int = 0) throws {
    try terminal.wait("the shell") { $0.lineToCursor == "shell$ " && $0.cursor.row > row }
  }

  /// Waits for something that cannot be seen.
  private func wait(_ terminal: PseudoTerminal, until isThere: () -> Bool) throws {
    for _ in 0..<2000 where !isThere() {
      _ = Finished.running(["true"])
    }
    try #require(isThere())
  }

  private func run(_ command: String, in terminal: PseudoTerminal) throws {
    let row = terminal.screen.cursor.row
    try terminal.type(command + "\r")
    try waitForShell(terminal, below: row)
  }

  @Test(arguments: JobKind.allCases) func stoppedAndContinuedWithAJob(_ kind: JobKind) throws {
    let terminal = try shell()
    try terminal.type("\(Cloche.path)\r")
    try terminal.wait(atCursor: "cloche> ")
    let cloche = terminal.foregroundGroup
    try terminal.type("\(kind == .own ? "show tty" : kind.rawValue)\r")
    try terminal.wait("another prompt") { screen in
      screen.lines.count { $0.hasPrefix("cloche") } >= 3 && screen.lineToCursor.hasSuffix("> ")
    }
    // Without reading: who shares the terminal and reads goes on to read beside the shell.
    try terminal.start("exec sh -c 'stty -echo; echo ready; exec sleep 60'")
    let row = terminal.screen.cursor.row
    kill(cloche, SIGSTOP)
    try waitForShell(terminal, below: row - 1)
    try run("stty -a | grep -o ' icanon'", in: terminal)
    #expect(terminal.screen.shown.contains(" icanon"))
    let shell = terminal.foregroundGroup
    try terminal.type("fg\r")
    try terminal.wait(forLine: Cloche.path)
    // The program has the terminal again: ^C is for it.
    try wait(terminal) {
      kind.isOwn ? !terminal.isCooked : ![shell, cloche].contains(terminal.foregroundGroup)
    }
    try terminal.type("\u{3}")
    try terminal.wait(forPromptWith: 130)
    try terminal.type("quit\r")
    try terminal.wait("the shell") { $0.lineToCursor == "shell$ " }
  }

  @Test(arguments: ["tty own", "tty own; ns user pid", "tty share", "tty share; ns user pid"])
  func aScriptIsStoppedWithItsProgram(_ kind: String) throws {
    let terminal = try shell()
    try terminal.start(
      "\(Cloche.path) -c \"\(kind); exec sh -c 'echo ready; read x; echo got \\$x'\"")
    let row = terminal.screen.cursor.row
    let group = terminal.foregroundGroup
    try terminal.type("\u{1a}")
    try waitForShell(terminal, below: row)
    #expect(terminal.screen.contains("Stopped"))
    try terminal.type("fg\r")
    try wait(terminal) { terminal.foregroundGroup == group }
    try terminal.type("word\r")
    try terminal.wait(forLine: "got word")
    try terminal.wait("the shell") { $0.lineToCursor == "shell$ " }
  }

  @Test(arguments: ["own", "share"]) func inTheBackgroundOfAShell(_ kind: String) throws {
    let terminal = try shell()
    let script = terminal.home.write(
      "script", "tty \(kind)\nexec sh -c 'echo started; read x; echo got $x'\n")
    // What the program writes may come before the shell's prompt or behind it.
    try terminal.type("\(Cloche.path) \(script) &\r")
    try terminal.wait("the job") { $0.shown.contains { $0.hasPrefix("[1] ") } }
    // Whoever wants the terminal in the background is stopped.
    let row = terminal.screen.cursor.row
    try terminal.type("until jobs | grep Stopped; do :; done\r")
    try waitForShell(terminal, below: row + 1)
    #expect(terminal.foregroundGroup == terminal.pid)
    try run("stty -a | grep -o ' icanon'", in: terminal)
    try terminal.type("fg\r")
    try terminal.wait(for: "started")
    try wait(terminal) { terminal.foregroundGroup != terminal.pid }
    try terminal.type("word\r")
    try terminal.wait(forLine: "got word")
    try terminal.wait("the shell") { $0.lineToCursor == "shell$ " }
  }
}
