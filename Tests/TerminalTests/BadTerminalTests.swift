import TestSupport
import Testing

/// Bad input by the terminal, and terminals that are none.
@Suite struct BadTerminalTests {
  /// Bytes that can be in no character. (The beginning of a character without its rest stays in
  /// readline, which waits for it.)
  @Test(arguments: [[0xff], [0x80, 0xbf], [0xc0, 0xaf], [0xff, 0xfe, 0x80]] as [[UInt8]])
  func bytesThatAreNoUTF8(_ bytes: [UInt8]) throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type(Array("echo '<".utf8) + bytes + Array(">'\r".utf8))
    try expect(bytes, in: terminal)
  }

  @Test func pastedBytesThatAreNoUTF8() throws {
    let terminal = try PseudoTerminal.prompt()
    let bytes: [UInt8] = [0xff, 0xc3, 0x62, 0xe6, 0x97]
    try terminal.type(Array("\u{1b}[200~echo '<".utf8) + bytes + Array(">'\u{1b}[201~\r".utf8))
    try expect(bytes, in: terminal)
  }

  /// They have reached the command unchanged: on a line of their own, not in the echo of the keys.
  private func expect(_ bytes: [UInt8], in terminal: PseudoTerminal) throws {
    try terminal.wait("the prompt") { $0.lineToCursor == "cloche> " && $0.cursor.row > 2 }
    let answer = Array("\n\u{1b}[?2004l\r<".utf8) + bytes + Array(">\r\n".utf8)
    #expect(terminal.output.indices.contains { terminal.output[$0...].starts(with: answer) })
  }

  @Test func aTypedNUL() throws {
    let terminal = try PseudoTerminal.prompt()
    // readline's own key: sets the mark.
    try terminal.type("echo a\u{0}b\r")
    try terminal.wait("the answer") { $0.shown.contains("ab") }
  }

  @Test func aPastedNUL() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo x")
    try terminal.paste("a\u{0}b")
    try terminal.wait(for: "the paste has a NUL byte in it")
    try terminal.wait(atCursor: "cloche> echo x")
    try terminal.type("\r")
    try terminal.wait("the answer") { $0.shown.contains("x") }
  }

  @Test func everyByteThatIsNoLetter() throws {
    let terminal = try PseudoTerminal.prompt()
    // Not ^D, which leaves, nor ^S and ^V, which wait for one more key.
    let keys = (UInt8(1)...31).filter { ![0x04, 0x13, 0x16, 0x03, 0x1a, 0x1c].contains($0) }
    try terminal.type(keys + (0x80...0xff).map { UInt8($0) })
    try terminal.type("\u{7}\u{7}\u{15}\r")
    try terminal.type("\u{3}")
    try terminal.type("\u{15}\u{b}echo fi\u{6e}e\r")
    try terminal.wait("the answer") { $0.shown.contains("fine") }
  }

  @Test func aLineOfAHundredKilobytes() throws {
    let terminal = try PseudoTerminal.prompt()
    let text = String(repeating: "0123456789", count: 10_000)
    try terminal.type("let x = \(text)\r")
    try terminal.wait("the prompt") { $0.lineToCursor == "cloche> " && $0.scrolledOff.count > 1000 }
    try terminal.type("test $x is \(text.prefix(20))\r")
    try terminal.wait(atCursor: "cloche (1)> ")
  }

  @Test func aPasteOfAMegabyte() throws {
    let terminal = try PseudoTerminal.prompt(rows: 10)
    let line = "let x = \(String(repeating: "y", count: 91))\n"
    let text = String(repeating: line, count: 10_486) + "echo done"
    #expect(text.utf8.count > 1 << 20)
    try terminal.paste(text)
    try terminal.wait(atCursor: "echo done")
    try terminal.type("\r")
    try terminal.wait("the answer") { $0.shown.contains("done") }
    try terminal.wait(atCursor: "cloche> ")
  }

  @Test(arguments: [nil, "", "no-such-terminal", "dumb", "vt100"])
  func otherTerminals(_ name: String?) throws {
    let terminal = try PseudoTerminal.prompt(environment: ["TERM": name])
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
    try terminal.type("echo wron\u{7f}\u{7f}\u{7f}\u{7f}right\r")
    try terminal.wait("the answer") { $0.shown.contains("right") }
    #expect(terminal.screen.unknown.isEmpty)
    // Longer than the line.
    try terminal.type("echo \(String(repeating: "x", count: 100))Y\r")
    try terminal.wait("the answer") { $0.transcript.contains { $0.hasPrefix("xxxx") } }
    try terminal.wait(atCursor: "> ")
    try terminal.type("\u{4}")
    #expect(try terminal.waitForEnd() == 0)
  }

  private func shell(_ command: String) throws -> PseudoTerminal {
    try PseudoTerminal(["sh", "-c", "\(command); echo status $?"])
  }

  @Test func standardInputIsClosed() throws {
    let terminal = try shell("\(Cloche.path) <&-")
    try terminal.wait(for: "status 0")
  }

  @Test(arguments: [">&-", "2>&-"]) func outputIsClosed(_ redirection: String) throws {
    let terminal = try shell("\(Cloche.path) \(redirection)")
    try terminal.type("host touch \"${env:HOME}/ran\"\rquit\r")
    try terminal.wait(for: "status")
    #expect(Files.exists("\(terminal.home.path)/ran"))
    #expect(!terminal.screen.contains("Fatal"))
  }

  @Test func standardOutputIsFull() throws {
    let terminal = try shell("\(Cloche.path) > /dev/full")
    try terminal.wait(atCursor: "cloche> ")
    try terminal.type("echo lost\r")
    try terminal.wait(for: "ENOSPC")
    try terminal.wait(for: "status 1")
  }
}
