import TestSupport
import Testing

/// `undo` and `redo` at the prompt.
@Suite struct UndoTests {
  @Test func oneEntryIsOneUndoAndItSaysWhatItTookBack() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("umask 022")
    try terminal.enter("ns user mnt; mount tmpfs /tmp; env A=1")
    #expect(
      try terminal.answer(to: "undo") == ["took back: ns user mnt; mount tmpfs /tmp; env A=1"])
    #expect(terminal.screen.lineToCursor == "cloche> ")
    #expect(
      try terminal.answer(to: "redo") == ["again: ns user mnt; mount tmpfs /tmp; env A=1"])
    try terminal.enter("umask 077")
    #expect(try terminal.answer(to: "undo") == ["took back: umask 077, again: umask 022"])
    #expect(
      try terminal.answer(to: "undo 2")
        == ["took back: umask 022; ns user mnt; mount tmpfs /tmp; env A=1"])
    #expect(try terminal.answer(to: "undo").contains { $0.contains("nothing to undo") })
  }

  @Test func inAScriptEachCommandIsOne() {
    let run = Cloche.commands("ns user; env A=1; undo; redo; undo; exec sh -c 'echo [$A]'")
    #expect(run.out == "[]\n")
    #expect(run.err == "took back: env A=1\nagain: env A=1\ntook back: env A=1\n")
  }

  @Test func stepAsksAgainAtAKeyThatItDoesNotKnow() throws {
    let terminal = try PseudoTerminal([Cloche.path, "--step", "-c", "echo one; echo two"])
    try terminal.wait(atCursor: "q quits] ")
    try terminal.type("x\r")
    try terminal.wait(for: "`x` is not one of the answers")
    try terminal.wait(atCursor: "q quits] ")
    #expect(!terminal.screen.transcript.contains("one"))
    try terminal.type("\r")
    try terminal.wait(forLine: "one")
    try terminal.type("q\r")
    #expect(try terminal.waitForEnd() == 0)
    #expect(!terminal.screen.transcript.contains("two"))
  }
}
