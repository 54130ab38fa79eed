import TestSupport
import Testing

/// What the prompt says where people are lost.
@Suite struct RemarkTests {
  @Test func anEmptyContextIsTheHost() throws {
    let terminal = try PseudoTerminal.prompt()
    #expect(
      try terminal.answer(to: "exec true") == [
        "note: nothing is isolated yet, so this runs on the host as it is; `ns uts pid",
        "      mnt user` begins a box",
      ])
    #expect(try terminal.answer(to: "exec true") == [])
    try terminal.enter("ns user uts")
    #expect(try terminal.answer(to: "exec true") == [])
    try terminal.enter("reset")
    #expect(try terminal.answer(to: "exec true").first?.hasPrefix("note: nothing") == true)
    #expect(Cloche.commands("exec true").err == "")
  }

  @Test func aPIDNamespaceWithTheHostsProc() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("ns user pid")
    let note = try terminal.answer(to: "exec true").joined(separator: " ")
    #expect(note.contains("note: /proc is still the host's"), "\(note)")
    #expect(note.contains("`mount proc /proc`"), "\(note)")
    #expect(try terminal.answer(to: "exec true") == [])
    try terminal.enter("ns mnt; mount proc /proc")
    #expect(try terminal.answer(to: "exec sh -c 'echo /proc/[0-9]* | wc -w'").count == 1)
    try terminal.enter("undo; ns mnt; root host")
    #expect(try terminal.answer(to: "exec true") == [])
  }

  @Test(arguments: ["sh", "bash --norc"]) func aShellNamesItsBox(_ shell: String) throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("box web; ns user uts")
    try terminal.type("exec \(shell)\r")
    try terminal.wait(atCursor: "[web] # ")
    try terminal.type("exit\r")
    try terminal.wait(atCursor: "> ")
    #expect(try terminal.answer(to: "try exec printenv PS1") == [])
    try terminal.enter("env PS1=mine:")
    try terminal.type("exec \(shell)\r")
    try terminal.wait(atCursor: "mine:")
  }
}
