import TestSupport
import Testing

/// Terminals that are too narrow for readline: it never ends to draw, or divides by zero.
@Suite struct NarrowTests {
  @Test(arguments: [1, 3, 4, 11, 12, 13, 19], ["dumb", "xterm"])
  func linesAreRead(_ columns: Int, _ name: String) throws {
    let terminal = try PseudoTerminal(
      [Cloche.path, "--norc"], columns: columns, environment: ["TERM": name])
    try wait("cloche> ", terminal)
    try terminal.type("echo a long line of words; echo fine\r")
    try wait("\nfine\r\ncloche> ", terminal)
    // A line that is given up, and one that is edited.
    try terminal.type("echo lost\u{3}")
    try wait("^C\r\ncloche> ", terminal)
    try terminal.type("echo wrin\u{7f}\u{7f}ong\r")
    try wait("\nwrong\r\ncloche> ", terminal)
    try terminal.type("\u{4}")
    #expect(try terminal.waitForEnd() == 0)
  }

  /// The line that is being typed stays, and the next one is read plainly.
  @Test func aWindowThatIsMadeNarrow() throws {
    let terminal = try PseudoTerminal.prompt("--norc", environment: ["TERM": "dumb"])
    try terminal.type("echo one")
    try terminal.wait(atCursor: "cloche> echo one")
    for columns in [30, 13, 3, 1] { terminal.resize(rows: 24, columns: columns) }
    try terminal.type(" two\r")
    try wait("\none two\r\ncloche> ", terminal)
    try terminal.type("echo three\r")
    try wait("\nthree\r\ncloche> ", terminal)
    try terminal.type("quit\r")
    #expect(try terminal.waitForEnd() == 0)
  }

  /// Waits for bytes that the terminal got, however it shows them.
  private func wait(_ text: String, _ terminal: PseudoTerminal) throws {
    let wanted = Array(text.utf8)
    try terminal.wait("bytes \(text)") { _ in
      terminal.output.indices.contains { terminal.output[$0...].starts(with: wanted) }
    }
  }
}
