import Glibc
import TestSupport
import Testing

/// `--record`: what it keeps plays back as the same screen.
@Suite struct RecordTests {
  /// Plays a recording: the text of each event of output, in its order.
  private func played(_ path: String, rows: Int = 24, columns: Int = 80) throws -> Screen {
    var screen = Screen(rows: rows, columns: columns)
    for text in try Cast.output(of: path, rows: rows, columns: columns) { screen.write(text.utf8) }
    return screen
  }

  @Test func aSessionPlaysBackAsItWas() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/session.cast"
    let terminal = try PseudoTerminal.prompt("--record", path)
    try terminal.enter("ns uts user")
    try terminal.enter("echo 日本語")
    try terminal.enter("exec sh -c 'echo inside; stty size'")
    #expect(terminal.screen.shown.contains("24 80") && terminal.screen.shown.contains("日本語"))
    try terminal.type("quit 4\r")
    #expect(try terminal.waitForEnd() == 4)
    #expect(terminal.isCooked)
    let screen = try played(path)
    #expect(screen.lines == terminal.screen.lines && screen.cursor == terminal.screen.cursor)
  }

  @Test func keysSizesAndSignalsReachTheSession() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/session.cast"
    let terminal = try PseudoTerminal.prompt("--record=\(path)")
    try terminal.type("echo half")
    try terminal.wait(atCursor: "half")
    try terminal.type("\u{3}")
    try terminal.wait("a new prompt") { $0.lineToCursor == "cloche> " && $0.cursor.row == 3 }
    terminal.resize(rows: 30, columns: 100)
    try terminal.wait("the new size") { _ in
      (Files.text(path) ?? "").contains("\"r\",\"100x30\"")
    }
    try terminal.enter("exec stty size")
    #expect(terminal.screen.shown.contains("30 100"))
    terminal.send(SIGTERM)
    #expect(try terminal.waitForEnd() == 128 + SIGTERM)
    #expect(terminal.isCooked)
  }

  @Test func aScriptCanBeRecordedWithoutATerminal() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/script.cast"
    let run = Cloche.run(["--record", path, "-c", "echo x; exec sh -c 'exit 3'"])
    #expect(run.status == 3 && run.out.contains("x\r\n"))
    #expect(try played(path).lines[0] == "x")
    // A recording is not written over.
    let again = Cloche.run(["--record", path, "-c", "echo y"])
    #expect(again.status == 2 && again.err.contains("EEXIST"))
  }

  @Test func nothingOfAFloodIsLost() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/flood.cast"
    let run = Cloche.run(["--record", path, "-c", "exec seq 1 100000"])
    #expect(run.status == 0)
    #expect(run.out.split(separator: "\r\n").map { Int($0) } == Array(1...100_000))
    let screen = try played(path)
    #expect(screen.scrolledOff.count + screen.shown.count == 100_000)
  }

  @Test func aTerminalThatGoesEndsTheSession() throws {
    let folder = TemporaryFolder()
    let terminal = try PseudoTerminal.prompt("--record", "\(folder.path)/x.cast")
    #expect(try terminal.hangUp() == 128 + SIGHUP)
  }
}
