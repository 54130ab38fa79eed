import TestSupport
import Testing

/// What is typed while a program runs that does not read it: as in sh, the next reader gets it.
@Suite struct TypeAheadTests {
  /// A program that ends once a key has come, which stays unread.
  private static let deaf =
    "exec perl -e '$| = 1; print qq(ready\\n); vec($b, 0, 1) = 1; select($c = $b, undef, undef, 60)'"

  @Test(
    .enabled(if: Machine.hasProgram("perl"), "perl is not installed"),
    arguments: [JobKind.own, .ownInPIDNamespace, .share, .shareInPIDNamespace])
  func thePromptGetsIt(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start(Self.deaf)
    try terminal.type("echo on''e\recho tw''o")
    try terminal.wait(forLine: "one")
    try terminal.wait(atCursor: "> echo tw''o")
    try terminal.type("\r")
    try terminal.wait(forLine: "two")
  }

  @Test(
    .enabled(if: Machine.hasProgram("perl"), "perl is not installed"),
    arguments: [JobKind.own, .share])
  func theNextProgramGetsIt(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start(Self.deaf + "; exec head -n 1; echo behind")
    try terminal.type("for the second\recho fro''m the prompt\r")
    try terminal.wait(forLine: "behind")
    // Each terminal that it was typed at has echoed it.
    #expect(
      terminal.screen.transcript.count { $0 == "for the second" } == (kind == .own ? 3 : 2))
    try terminal.wait(forLine: "from the prompt")
  }

  @Test(.enabled(if: Machine.hasProgram("perl"), "perl is not installed"))
  func pauseGetsIt() throws {
    let terminal = try JobKind.own.prompt()
    try terminal.start(Self.deaf + "; pause; echo behind")
    try terminal.type("\recho tw''o\r")
    try terminal.wait(forLine: "Enter goes on behind")
    try terminal.wait(forLine: "two")
  }

  @Test(arguments: [JobKind.own, .share]) func whatAProgramHasReadIsGone(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start("exec sh -c 'echo ready; read a; echo got $a'")
    try terminal.type("echo first\recho sec''ond\r")
    try terminal.wait(forLine: "second")
    #expect(!terminal.screen.transcript.contains("first"))
  }

  @Test(.enabled(if: Machine.hasProgram("perl"), "perl is not installed"))
  func whatIsErasedWhileItIsTypedIsNotTyped() throws {
    let terminal = try JobKind.own.prompt()
    try terminal.start(Self.deaf)
    try terminal.type("echo wrong\u{15}echo tw''p\u{7f}o\r")
    try terminal.wait(forLine: "two")
    #expect(!terminal.screen.transcript.contains { $0 == "wrong" || $0 == "twp" })
  }
}
