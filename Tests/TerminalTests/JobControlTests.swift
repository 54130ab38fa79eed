import Glibc
import TestSupport
import Testing

/// `&`, ^Z, `jobs`, `fg`, `bg`, `wait` and `kill` at the prompt.
@Suite struct JobControlTests {
  @Test(arguments: JobKind.allCases) func stoppedAndContinued(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start("exec sh -c 'echo ready; read x; echo got $x; exit 3'")
    try terminal.type("\u{1a}")
    try terminal.wait(forPromptWith: kind.stopStatus)
    #expect(terminal.screen.contains("[1] stopped by \(kind.stopName): sh -c "))
    let jobs = try terminal.answer(to: "jobs")
    #expect(jobs.first?.hasPrefix("%1   stopped by \(kind.stopName)") ?? false)
    try terminal.type("fg\r")
    try terminal.wait("the command again") {
      $0.cursor.column == 0 && $0.lines[$0.cursor.row - 1].hasPrefix("sh -c")
    }
    try terminal.type("word\r")
    try terminal.wait(forLine: "got word")
    try terminal.wait(forPromptWith: 3)
    #expect(try terminal.answer(to: "jobs") == [])
  }

  @Test(arguments: JobKind.allCases) func continuedInTheBackground(_ kind: JobKind) throws {
    let home = TemporaryFolder()
    let terminal = try kind.prompt(home: home)
    mkfifo("\(home.path)/go", 0o600)
    try terminal.start(
      "exec sh -c 'echo ready; read x <go; echo over; exit 3'"
        .replacing("<go", with: "<\(home.path)/go"))
    try terminal.type("\u{1a}")
    try terminal.wait(forPromptWith: kind.stopStatus)
    #expect(try terminal.answer(to: "bg").first?.hasPrefix("[1] sh -c ") ?? false)
    try terminal.type("echo ha")
    try terminal.wait(atCursor: "echo ha")
    let go = open("\(home.path)/go", O_WRONLY | O_CLOEXEC)
    #expect(write(go, "\n", 1) == 1)
    close(go)
    // Who shares the terminal writes where the cursor is.
    // The ^Z of a leader is its terminal's business alone, which may show it late.
    if kind.isOwn {
      try terminal.wait("the output") {
        $0.transcript.contains { ["over", "^Zover"].contains($0) }
      }
    }
    try terminal.wait(for: "[1] ended with status 3: sh -c ")
    try terminal.wait(atCursor: "> echo ha")
    try terminal.type("lf\r")
    try terminal.wait(forLine: "half")
  }

  @Test(arguments: JobKind.allCases) func oneThatIsStoppedIsKilled(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    for (signal, status) in [("", "SIGTERM"), ("-9 ", "SIGKILL"), ("-HUP ", "SIGHUP")] {
      try terminal.start("exec sh -c 'echo ready; exec sleep 60'")
      try terminal.type("\u{1a}")
      try terminal.wait(forPromptWith: kind.stopStatus)
      try terminal.type("kill \(signal)%1\r")
      try terminal.wait(for: "[1] killed by \(status): sh -c")
      try terminal.wait(atCursor: "> ")
    }
  }

  @Test(arguments: JobKind.allCases) func signalsByName(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.enter("exec sleep 60 &")
    #expect(terminal.screen.shown.contains { $0.wholeMatch(of: /\[1\] [0-9]+/) != nil })
    try terminal.type("kill -STOP %1\r")
    try terminal.wait(for: "[1] stopped by SIGSTOP: sleep 60")
    try terminal.enter("kill -CONT %1")
    try terminal.enter("jobs")
    try terminal.wait(for: "%1   running")
    try terminal.type("kill -KILL %1\r")
    try terminal.wait(for: "[1] killed by SIGKILL: sleep 60")
  }

  @Test(arguments: JobKind.own3) func outputAboveTheLineThatIsTyped(_ kind: JobKind) throws {
    let home = TemporaryFolder()
    mkfifo("\(home.path)/go", 0o600)
    let terminal = try kind.prompt(columns: 200, home: home)
    try terminal.enter(
      "exec sh -c 'read x <\(home.path)/go; echo out; printf open; read x <\(home.path)/go' &")
    let go = open("\(home.path)/go", O_WRONLY | O_CLOEXEC)
    defer { close(go) }
    try terminal.type("echo half")
    try terminal.wait(atCursor: "echo half")
    #expect(write(go, "\n", 1) == 1)
    try terminal.wait("the output above the line") { screen in
      screen.shown.suffix(3).prefix(2) == ["out", "open"]
        && screen.lineToCursor.hasSuffix("> echo half")
    }
    try terminal.type("way\r")
    try terminal.wait(forLine: "halfway")
    // Each of the two reads opens the pipe anew, so that this ends it.
    let again = open("\(home.path)/go", O_WRONLY | O_CLOEXEC)
    #expect(write(again, "\n", 1) == 1)
    close(again)
    try terminal.wait(for: "[1] done: sh -c")
    try terminal.wait(atCursor: "> ")
    #expect(terminal.screen.hasBracketedPaste)
  }

  @Test(arguments: JobKind.own3) func wholeLinesOfMuchOutput(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.type("exec seq 100001 106000 &\recho ty")
    try terminal.wait(for: "[1] done: seq")
    try terminal.wait(atCursor: "echo ty")
    let numbers = terminal.screen.transcript.filter { $0.count == 6 && Int($0) != nil }
    let wanted = (100_001...106_000).map(String.init)
    #expect(numbers.count == wanted.count && numbers == wanted)
  }

  @Test(arguments: JobKind.own3) func whatAJobSwitchedOnEndsWithIt(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.type("exec sh -c 'printf \"\\033[?25l\\033[?2004l\\033[31m\\n\"; exit 2' &\r")
    try terminal.wait(for: "[1] ended with status 2")
    try terminal.wait(atCursor: "> ")
    #expect(terminal.screen.isCursorVisible && terminal.screen.hasBracketedPaste)
    #expect(terminal.screen.style == "")
  }

  @Test(arguments: ["quit\r", "\u{4}"]) func leavingWarnsOnce(_ leave: String) throws {
    let name = "left-with-job-\(leave.count)"
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("exec bash -c 'exec -a \(name) sleep 60' &")
    try terminal.start("exec sh -c 'echo ready; exec sleep 60'")
    try terminal.type("\u{1a}")
    try terminal.wait(forPromptWith: 148)
    try terminal.type(leave)
    try terminal.wait(for: "there are jobs, which end with cloche")
    try terminal.wait(atCursor: "> ")
    try terminal.type(leave)
    _ = try terminal.waitForEnd()
    #expect(terminal.isCooked)
    #expect(Leftovers.processes(named: name).isEmpty)
  }

  @Test(arguments: JobKind.allCases) func waitIsInterrupted(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.enter("exec sleep 60 &")
    try terminal.type("wait %1\r")
    try terminal.wait("Enter") { $0.cursor.column == 0 }
    try terminal.type("\u{3}")
    try terminal.wait(forPromptWith: 130)
    let jobs = try terminal.answer(to: "jobs")
    #expect(jobs.count == 1 && jobs[0].hasPrefix("%1   running"))
    try terminal.type("kill %1; wait %1\r")
    try terminal.wait(forPromptWith: 143)
  }

  @Test(arguments: JobKind.allCases) func twoStoppedOnes(_ kind: JobKind) throws {
    let terminal = try kind.prompt(columns: 200)
    let settings = try terminal.answer(to: "host stty -g")
    let raw = "stty raw -echo isig; echo ready; read x; stty -a | grep -o -e -icanon; stty sane"
    try terminal.start("exec sh -c '\(raw)'")
    try terminal.type("\u{1a}")
    try terminal.wait(forPromptWith: kind.stopStatus)
    #expect(try terminal.answer(to: "host stty -g") == settings)
    try terminal.start("exec sh -c 'echo ready; read x; echo got $x'")
    try terminal.type("\u{1a}")
    try terminal.wait(forPromptWith: kind.stopStatus)
    // The one is in raw mode, where Enter ends no line, the other is not.
    try terminal.type("fg %1\r")
    try terminal.wait("the command again") { $0.shown.contains("sh -c '\(raw)'") }
    try terminal.type("q\n")
    try terminal.wait("its mode") { $0.shown.contains { $0.hasSuffix("-icanon") } }
    try terminal.wait(atCursor: "> ")
    try terminal.type("fg %2\r")
    try terminal.wait("the command again") {
      $0.cursor.column == 0 && $0.lines[$0.cursor.row - 1].hasPrefix("sh -c")
    }
    try terminal.type("word\r")
    try terminal.wait(forLine: "got word")
    try terminal.wait(atCursor: "> ")
    #expect(try terminal.answer(to: "host stty -g") == settings)
  }
}
