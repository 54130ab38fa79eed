import TestSupport
import Testing

/// `pause`: waits for who is there, and for nobody else.
@Suite struct PauseTests {
  @Test func enterGoesOn() throws {
    let terminal = try PseudoTerminal([Cloche.path, "-c", "echo one; pause; echo two"])
    try terminal.wait(atCursor: "Enter goes on ")
    #expect(terminal.screen.shown == ["one", "Enter goes on"])
    try terminal.type("\r")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.screen.shown == ["one", "Enter goes on", "two"])
  }

  @Test func itsTextIsShownAndTheEndOfInputWillDo() throws {
    let terminal = try PseudoTerminal([Cloche.path, "-c", "pause 'Look at it.' Enter: ; echo two"])
    try terminal.wait(atCursor: "Look at it. Enter: ")
    try terminal.type("\u{4}")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.screen.contains("two"))
  }

  @Test func whatIsTypedBehindEnterIsForOthers() throws {
    let terminal = try PseudoTerminal([Cloche.path, "-c", "pause; exec head -n 1"])
    try terminal.wait(atCursor: "Enter goes on ")
    try terminal.type("a\rb\r")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.screen.shown.last == "b")
  }

  @Test func interruptEndsAScript() throws {
    let terminal = try PseudoTerminal([Cloche.path, "-c", "pause; echo two"])
    try terminal.wait(atCursor: "Enter goes on ")
    try terminal.type("\u{3}")
    #expect(try terminal.waitForEnd() == 130)
    #expect(!terminal.screen.contains("two"))
  }

  @Test func theTimeOfTheRunGoesOn() throws {
    let terminal = try PseudoTerminal([Cloche.path, "--timeout", "100ms", "-c", "pause; echo two"])
    #expect(try terminal.waitForEnd() == 124)
    #expect(!terminal.screen.contains("two"))
  }

  @Test func atThePromptNoKeyEndsTheSession() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("pause\r")
    try terminal.wait(atCursor: "Enter goes on ")
    // The key of SIGTSTP.
    try terminal.type("\u{1a}")
    try terminal.wait(for: "^Z")
    try terminal.type("\r")
    try terminal.wait("the prompt") { $0.lineToCursor == "cloche> " && $0.cursor.row > 3 }
    for key in ["\u{3}", "\u{1c}"] {
      try terminal.enter("echo")
      try terminal.type("pause\r")
      try terminal.wait(atCursor: "Enter goes on ")
      try terminal.type(key)
      try terminal.wait(atCursor: "cloche (130)> ")
    }
  }

  @Test func withoutATerminalNobodyIsWaitedFor() {
    let run = Cloche.commands("pause; pause 'Look at it.'; echo two")
    #expect(run.status == 0 && run.out == "two\n" && run.err == "Look at it.\n")
    let typed = Cloche.run([], input: "pause\necho two\n")
    #expect(typed.status == 0 && typed.out == "two\n")
  }
}
