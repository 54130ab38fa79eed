import Glibc
import TestSupport
import Testing

/// What signals do to a prompt, and keys that send them.
@Suite struct SignalTests {
  @Test func interruptCancelsTheLine() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo half")
    try terminal.wait(atCursor: "echo half")
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche> ")
    #expect(terminal.screen.contains("cloche> echo half^C"))
    #expect(try terminal.answer(to: "echo whole") == ["whole"])
    #expect(!terminal.screen.contains("half: "))
  }

  @Test func interruptLeavesNoRestOfALongLine() throws {
    let terminal = try PseudoTerminal.prompt(columns: 20)
    try terminal.type("echo 0123456789012345678901234567890123456789")
    try terminal.wait(atCursor: "0123456789")
    // To the beginning: the new prompt must come below all of the old line.
    try terminal.type("\u{1}\u{3}")
    try terminal.wait("a new prompt") {
      $0.lineToCursor == "cloche> " && $0.cursor.row > 0
        && $0.lines[$0.cursor.row - 1].contains("^C")
    }
    #expect(terminal.screen.shown.last == "cloche>")
  }

  @Test func interruptEndsASearch() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("echo needle")
    try terminal.type("\u{12}need")
    try terminal.wait(for: "(reverse-i-search)`need': echo needle")
    try terminal.type("\u{3}")
    // The line that was found comes back before it is given up, with a prompt of its own.
    try terminal.wait("the next prompt") { screen in
      screen.shown.contains { $0.hasSuffix("^C") } && screen.lineToCursor == "cloche> "
    }
    #expect(try terminal.answer(to: "echo after") == ["after"])
  }

  @Test func interruptEndsAContinuation() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("scope {")
    #expect(terminal.screen.line == "     {>")
    try terminal.type("echo inner")
    try terminal.wait(atCursor: "{> echo inner")
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche> ")
    #expect(try terminal.answer(to: "echo outer") == ["outer"])
  }

  @Test func interruptEndsACompletionListing() throws {
    let terminal = try PseudoTerminal.prompt(rows: 10)
    try terminal.type("\t\t")
    try terminal.wait(for: "more; type another letter")
    try terminal.wait(atCursor: "cloche> ")
    let before = terminal.screen.scrolledOff.count
    try terminal.type("\u{3}")
    try terminal.wait("a new prompt") {
      $0.scrolledOff.count > before && $0.lineToCursor == "cloche> "
    }
    #expect(try terminal.answer(to: "echo on") == ["on"])
  }

  @Test func interruptForgetsACountAndAHalfKey() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("\u{1b}5")
    try terminal.wait(for: "(arg: 5)")
    try terminal.type("\u{3}")
    try terminal.wait("a new prompt") { $0.lineToCursor == "cloche> " && $0.cursor.row > 2 }
    #expect(try terminal.answer(to: "echo x") == ["x"])
    // ESC alone is the beginning of many keys.
    try terminal.type("\u{1b}")
    let row = terminal.screen.cursor.row
    try terminal.type("\u{3}")
    try terminal.wait("a new prompt") { $0.lineToCursor == "cloche> " && $0.cursor.row > row }
    #expect(try terminal.answer(to: "echo y") == ["y"])
  }

  @Test func interruptEndsWhatRunsAndNotTheSession() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("repeat 1000000000 { let x = y }\r")
    try terminal.wait("Enter") { $0.cursor.column == 0 }
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche (130)> ")
  }

  @Test func endOfInputLeaves() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("\u{4}")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.isCooked)
    // The shell's prompt begins a line.
    #expect(terminal.screen.cursor.column == 0)
    #expect(!terminal.screen.hasBracketedPaste)
  }

  @Test func endOfInputHasTheLastStatus() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("test a is b")
    #expect(terminal.screen.line == "cloche (1)>")
    try terminal.type("\u{4}")
    #expect(try terminal.waitForEnd() == 1)
  }

  @Test func endOfInputWithinALineDeletes() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo xy\u{2}\u{2}\u{4}")
    try terminal.wait("the rest") { $0.line == "cloche> echo y" }
    try terminal.type("\r")
    try terminal.wait(for: "y")
  }

  @Test func endOfInputInAContinuationCancelsIt() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("scope {")
    try terminal.type("\u{4}")
    try terminal.wait(atCursor: "cloche> ")
    #expect(try terminal.answer(to: "echo still here") == ["still here"])
  }

  @Test(arguments: [SIGTERM, SIGHUP]) func deadlySignals(_ signal: Int32) throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo unfinished")
    try terminal.wait(atCursor: "unfinished")
    terminal.send(signal)
    #expect(try terminal.waitForEnd() == 128 + signal)
    #expect(terminal.isCooked)
    #expect(terminal.screen.cursor.column == 0 && !terminal.screen.hasBracketedPaste)
    #expect(terminal.screen.shown.last == "cloche> echo unfinished")
  }

  @Test func quitAndStopKeysAreIgnored() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("\u{1c}\u{1a}echo here\r")
    try terminal.wait("here") { $0.shown.contains("here") }
  }

  @Test func stoppedAndResumedByAnother() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo half")
    try terminal.wait(atCursor: "echo half")
    terminal.send(SIGSTOP)
    #expect(try terminal.waitForStop() == SIGSTOP)
    terminal.send(SIGCONT)
    try terminal.wait(atCursor: "cloche> echo half")
    try terminal.type("way\r")
    try terminal.wait("the answer") { $0.shown.contains("halfway") }
  }

  @Test func stoppedUnderAShell() throws {
    let terminal = try PseudoTerminal(["bash", "--norc"], environment: ["PS1": "shell$ "])
    try terminal.wait(atCursor: "shell$ ")
    try terminal.type("\(Cloche.path)\r")
    try terminal.wait(atCursor: "cloche> ")
    #expect(!terminal.isCooked)
    let cloche = terminal.foregroundGroup
    #expect(cloche != terminal.pid)
    try terminal.type("echo half")
    try terminal.wait(atCursor: "echo half")
    kill(cloche, SIGSTOP)
    try terminal.wait(atCursor: "shell$ ")
    try terminal.type("stty -a | grep -o ' icanon'\r")
    try terminal.wait("cooked") { $0.shown.contains(" icanon") }
    try terminal.wait(atCursor: "shell$ ")
    try terminal.type("fg\r")
    try terminal.wait(atCursor: "cloche> echo half")
    // The keys are readline's again.
    try terminal.type("X\u{1}\u{b}echo again\r")
    try terminal.wait("the answer") { $0.shown.contains("again") }
    try terminal.wait(atCursor: "cloche> ")
    try terminal.type("quit 3\r")
    try terminal.wait(atCursor: "shell$ ")
    try terminal.type("echo status $?\r")
    try terminal.wait("the status") { $0.shown.contains("status 3") }
  }

  @Test func anotherSizeInAHalfTypedLine() throws {
    let terminal = try PseudoTerminal.prompt(columns: 60)
    try terminal.type("echo " + (0..<30).map { String($0 % 10) }.joined())
    try terminal.wait("the line") { $0.line.hasSuffix("012345678901234567890123456789") }
    terminal.resize(rows: 24, columns: 30)
    try terminal.wait("the line drawn anew") {
      $0.shown.suffix(2) == ["cloche> echo 01234567890123456", "7890123456789"]
        && $0.cursor.column == 13
    }
    try terminal.type("\r")
    try terminal.wait("the answer") { $0.shown.contains("012345678901234567890123456789") }
  }

  @Test func anotherSizeWhileAProgramRuns() throws {
    let terminal = try PseudoTerminal.prompt(columns: 80)
    try terminal.type("exec sh -c 'echo ready; read x'\r")
    try terminal.wait("the program") { $0.shown.contains("ready") }
    terminal.resize(rows: 24, columns: 40)
    try terminal.type("\r")
    try terminal.wait(atCursor: "cloche> ")
    #expect(try terminal.answer(to: "help").allSatisfy { $0.count <= 40 })
    try terminal.type("echo " + (0..<30).map { String($0 % 10) }.joined())
    try terminal.wait("two lines") { $0.shown.last == "789" }
    #expect(terminal.screen.shown.suffix(2).first?.count == 40)
  }

  @Test func aTerminalThatGoes() throws {
    let home = TemporaryFolder()
    // The session leader is a shell that ignores the hang-up; cloche sees the end of input.
    let mark = "\(home.path)/ran"
    let terminal = try PseudoTerminal.prompt(home: home)
    try terminal.type("host touch \(mark)")
    try terminal.wait(atCursor: "/ran")
    let status = try terminal.hangUp()
    #expect(status == 128 + SIGHUP)
    #expect(!Files.exists(mark))
  }
}
