import TestSupport
import Testing

/// How a session begins: the two lines for a newcomer, and the rc file.
@Suite struct StartTests {
  @Test func aNewcomerIsToldHowToBeginAndToLeave() throws {
    let terminal = try PseudoTerminal.prompt()
    #expect(terminal.screen.shown.count == 3)
    let told = terminal.screen.lines[0...1].joined(separator: " ")
    for word in ["ns uts pid mnt user", "help", "quit"] { #expect(told.contains(word)) }
    #expect(terminal.screen.scrolledOff.isEmpty)
  }

  @Test func nothingIsToldToAScript() throws {
    let script = try PseudoTerminal.cloche("-c", "echo x")
    #expect(try script.waitForEnd() == 0)
    #expect(script.screen.shown == ["x"])
    let interactive = try PseudoTerminal.prompt("-i", "-c", "echo x")
    #expect(interactive.screen.shown == ["x", "cloche>"])
    let piped = Cloche.run([], input: "echo x\n")
    #expect(piped.out == "x\n" && piped.err.isEmpty)
  }

  @Test func theBeginningThatIsToldWorks() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("ns uts pid mnt user")
    try terminal.enter("root host")
    try terminal.type("exec sh\r")
    try terminal.wait("the shell") {
      $0.lineToCursor.hasSuffix("# ") || $0.lineToCursor.hasSuffix("$ ")
    }
    try terminal.type("echo $$\r")
    try terminal.wait("its pid") { $0.shown.contains("2") || $0.shown.contains("1") }
    try terminal.type("exit\r")
    try terminal.wait(atCursor: "root=host]> ")
    try terminal.type("quit\r")
    #expect(try terminal.waitForEnd() == 0)
  }

  private func withRC(_ text: String, _ arguments: String...) throws -> PseudoTerminal {
    let home = TemporaryFolder()
    _ = Finished.running(["mkdir", "-p", "\(home.path)/.config/cloche"])
    home.write(".config/cloche/rc", text)
    let terminal = try PseudoTerminal([Cloche.path] + arguments, home: home)
    try terminal.wait(atCursor: "> ")
    return terminal
  }

  @Test func theRCFileRuns() throws {
    let terminal = try withRC("ns uts\ndef hello { echo hi }\n")
    #expect(terminal.screen.lineToCursor == "cloche[uts]> ")
    #expect(try terminal.answer(to: "hello") == ["hi"])
    #expect(try withRC("ns uts", "--norc").screen.lineToCursor == "cloche> ")
  }

  @Test func theRCFileIsForSessionsOnly() {
    let home = TemporaryFolder()
    _ = Finished.running(["mkdir", "-p", "\(home.path)/.config/cloche"])
    home.write(".config/cloche/rc", "echo from rc")
    #expect(Cloche.run(["-c", "echo x"], environment: ["HOME": home.path]).out == "x\n")
  }

  @Test(arguments: ["nss uts\nhostnam x\necho 'open", "echo \u{0}", "ns uts; hostname ''"])
  func aBrokenRCFileCostsOneWarning(_ text: String) throws {
    let terminal = try withRC(text)
    let lines = terminal.screen.transcript
    #expect(lines.count { $0.contains("warning[") } == 1)
    #expect(!lines.contains { $0.contains("error[") })
    #expect(terminal.screen.contains("nothing of the rc file was run"))
    #expect(terminal.screen.lineToCursor == "cloche> ")
  }

  @Test func anRCFileMayFailAndMayLeave() throws {
    let failing = try withRC("ns uts\ntest a is b\nns user")
    #expect(failing.screen.lineToCursor == "cloche[uts]> ")
    #expect(failing.screen.transcript.count { $0.contains("error[") } == 1)
    let home = TemporaryFolder()
    _ = Finished.running(["mkdir", "-p", "\(home.path)/.config/cloche"])
    home.write(".config/cloche/rc", "quit 7")
    let leaving = try PseudoTerminal.cloche(home: home)
    #expect(try leaving.waitForEnd() == 7)
  }
}
