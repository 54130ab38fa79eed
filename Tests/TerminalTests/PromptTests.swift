import TestSupport
import Testing

/// What the prompt says, and how it is painted.
@Suite struct PromptTests {
  @Test func itGrowsWithTheContext() throws {
    let terminal = try PseudoTerminal.prompt()
    #expect(terminal.screen.lineToCursor == "cloche> ")
    for (command, prompt) in [
      ("ns uts pid mnt user", "cloche[uts pid mnt user]> "),
      ("hostname mocker", "cloche[uts pid mnt user]> "),
      ("root /tmp/rootfs", "cloche[uts pid mnt user root=rootfs]> "),
      ("mount proc /proc", "cloche[uts pid mnt user root=rootfs]> "),
      ("limit pids 20", "cloche[uts pid mnt user root=rootfs pids<=20]> "),
      ("undo 5", "cloche> "),
      ("box web", "cloche:web> "),
    ] {
      try terminal.enter(command)
      #expect(terminal.screen.lineToCursor == prompt)
    }
  }

  @Test func itMarksChangesAndFailures() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("test a is b")
    #expect(terminal.screen.lineToCursor == "cloche (1)> ")
    try terminal.enter("exec true")
    #expect(terminal.screen.lineToCursor == "cloche> ")
    try terminal.enter("umask 077")
    #expect(terminal.screen.lineToCursor == "cloche*> ")
    try terminal.enter("undo")
    #expect(terminal.screen.lineToCursor == "cloche> ")
  }

  @Test func itIsPaintedOnATerminalThatCan() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("ns uts")
    #expect(
      terminal.screen.style(of: "uts]") == "36" && terminal.screen.style(of: "cloche[") == "1")
    #expect(terminal.screen.unknown.isEmpty)
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": nil]])
  func itIsPlainElsewhere(_ environment: [String: String?]) throws {
    let terminal = try PseudoTerminal.prompt(environment: environment)
    try terminal.enter("ns uts")
    #expect(terminal.screen.lineToCursor == "cloche[uts]> ")
    #expect(terminal.screen.style(of: "uts]") == "")
    let colors = try PseudoTerminal.prompt("--color", "never")
    #expect(colors.screen.style(of: "cloche>") == "")
  }

  @Test func wideCharactersInIt() throws {
    let terminal = try PseudoTerminal.prompt(columns: 40)
    try terminal.enter("root /tmp/日本")
    #expect(terminal.screen.lineToCursor == "cloche[root=日本]> ")
    // The line is as long as the screen is wide: a wrong width would show here.
    try terminal.type("echo 0123456789012345678901234567")
    try terminal.wait("the line") { $0.cursor.column == 12 && $0.line == "678901234567" }
    try terminal.type("\u{1}X")
    try terminal.wait("the line") {
      $0.shown.suffix(2) == ["cloche[root=日本]> Xecho 012345678901234", "5678901234567"]
    }
  }

  @Test(arguments: [["LANG": "C"], ["TERM": "dumb"], ["LANG": nil]])
  func itIsASCIIWhereNothingElseIsKnown(_ environment: [String: String?]) throws {
    let terminal = try PseudoTerminal.prompt(environment: environment)
    try terminal.enter("root /tmp/日")
    #expect(terminal.screen.lineToCursor == "cloche[root=\\u{65E5}]> ")
  }

  @Test func itLeavesRoomToType() throws {
    let terminal = try PseudoTerminal.prompt(columns: 60)
    try terminal.enter("ns all; limit pids 20; limit memory 64M")
    #expect(terminal.screen.cursor.column < 45)
    #expect(terminal.screen.line.hasSuffix("...]>"))
  }
}
