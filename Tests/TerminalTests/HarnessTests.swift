import Glibc
import TestSupport
import Testing

/// The driver itself, with programs that everybody knows.
@Suite struct HarnessTests {
  @Test func theTerminalIsTheProgramsOwn() throws {
    let terminal = try PseudoTerminal(["sh", "-c", "tty; stty size; ps -o tpgid= -p $$; read x"])
    try terminal.wait(for: "24 80")
    try terminal.wait("the group") { $0.shown.count == 3 }
    #expect(terminal.screen.lines[0].hasPrefix("/dev/pts/"))
    #expect(terminal.screen.lines[2].hasSuffix(String(terminal.pid)))
    #expect(terminal.foregroundGroup == terminal.pid && terminal.isCooked)
    try terminal.type("\u{3}")
    #expect(try terminal.waitForEnd() == 130)
  }

  @Test func sizesChange() throws {
    let terminal = try PseudoTerminal([
      "bash", "-c", "trap 'stty size' WINCH; echo ready; while :; do read -t 1 x; done",
    ])
    try terminal.wait(for: "ready")
    terminal.resize(rows: 30, columns: 100)
    try terminal.wait(for: "30 100")
  }

  @Test func aMissingTextFailsWithTheScreen() throws {
    let terminal = try PseudoTerminal(["echo", "something else"])
    let failure = #expect(throws: PseudoTerminal.Failure.self) { try terminal.wait(for: "hello") }
    #expect(failure?.description.contains("something else") ?? false)
    #expect(try terminal.waitForEnd() == 0)
  }
}
