import TestSupport
import Testing

/// A terminal that a program was given, and cannot give back.
@Suite struct GivenBackTests {
  @Test(
    .enabled(if: Machine.hasProgram("bash"), "bash is not installed"),
    arguments: ["ns user pid; tty share", "ns user pid; tty share; init off", "tty share"])
  func aShellInAScript(_ context: String) throws {
    let terminal = try PseudoTerminal([
      Cloche.path, "-c", "\(context); exec bash --norc -i; pause press; echo end",
    ])
    try terminal.wait("the shell's prompt") {
      $0.lineToCursor.hasSuffix("# ") || $0.lineToCursor.hasSuffix("$ ")
    }
    try terminal.type("exit\r")
    try terminal.wait(atCursor: "press ")
    try terminal.type("\r")
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.screen.transcript.contains("end"))
  }
}
