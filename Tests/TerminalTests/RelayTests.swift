import Glibc
import TestSupport
import Testing

/// What goes through a terminal of its own arrives, and nothing that comes stops cloche.
@Suite struct RelayTests {
  @Test func aHundredMegabytesOfOutput() {
    let numbers = "seq 10000000 21111110"
    let run = Finished.running([
      "bash", "-c",
      """
      cmp <(\(Cloche.path) -c "tty own; exec sh -c 'stty -opost; exec \(numbers)'" </dev/null) \
      <(\(numbers)) && \(numbers) | wc -c
      """,
    ])
    #expect(run.status == 0, "\(run.out)\(run.err)")
    #expect(Int(run.out.split(separator: "\n").last ?? "") ?? 0 >= 99_999_999)
  }

  @Test(arguments: JobKind.own3) func aMegabyteOfInput(_ kind: JobKind) throws {
    let text = (0..<131_072).map { "\(1_000_000 + $0)," }.joined()
    let sum = Finished.running(["cksum"], input: text).out.split(separator: " ").first
    let terminal = try kind.prompt()
    // At first it only writes.
    try terminal.start(
      "exec sh -c 'stty raw opost -echo; echo ready; seq 20000; head -c 1048576 | cksum; stty sane'"
    )
    try terminal.type(text)
    try terminal.wait(for: "\(sum ?? "-") 1048576")
    try terminal.wait(atCursor: "> ")
  }

  @Test func inputFromAFile() {
    let script = "tty own; exec cat; echo on"
    #expect(Cloche.run("-c", script, input: "one\ntwo\n").out == "one\r\ntwo\r\non\n")
    #expect(Cloche.run("-c", script, input: "no newline").out == "no newlineon\n")
    #expect(Cloche.run("-c", script, input: "").out == "on\n")
    let long = (1...50_000).map { "\($0)\n" }.joined()
    #expect(
      Cloche.run("-c", "tty own; exec sh -c 'stty -opost; cat'", input: long).out == long)
  }

  @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "</dev/null >/dev/null"])
  func filesAndNothing(_ redirection: String) {
    let run = Finished.running([
      "sh", "-c", "\(Cloche.path) -c 'tty own; exec sh -c \"tty >&2; exit 3\"' \(redirection)",
    ])
    // What the program shows cannot be handed on where there is no output at all.
    #expect(
      run.status == (redirection.contains(">&- ") || redirection == ">&-" ? 1 : 3), "\(run.err)")
  }

  @Test(arguments: ["", "; init off", "; ns user pid"]) func nobodyReadsTheOutput(_ kind: String) {
    let run = Finished.running([
      "bash", "-c",
      "\(Cloche.path) -c 'tty own\(kind); exec yes' 2>/dev/null | head -1; echo ${PIPESTATUS[0]}",
    ])
    #expect(run.out == "y\r\n141\n")
  }

  @Test(arguments: ["", "; init off", "; ns user pid"]) func whoeverIsLeftWritesOn(_ kind: String) {
    let run = Cloche.commands(
      "tty own\(kind); try exec sh -c '(trap \"\" HUP; while :; do echo y; done) & exit 3'; echo $?"
    )
    #expect(run.out.hasSuffix("3\n") && run.status == 0, "\(run.err)")
  }

  @Test func itIsOpenedAgain() throws {
    let terminal = try PseudoTerminal.prompt(columns: 120)
    try terminal.enter(OwnTerminalTests.inside)
    #expect(
      try terminal.answer(
        to: "exec sh -c 'echo one; exec <&- >&- 2>&-; sleep 0.1; exec >/dev/pts/0; echo two'")
        == ["one", "two"])
  }

  @Test(.enabled(if: Machine.hasProgram("perl"), "perl is not installed"))
  func hostileOutput() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter(
      #"exec perl -e 'print "\e[", "1;" x 99999, "\0" x 99999, "m\e]0;", "x" x 99999'"#)
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
    try terminal.enter(#"exec perl -e 'print map { chr } 0..26, 28..255, "\e"'"#)
    try terminal.enter("echo fi''ne")
    #expect(terminal.screen.shown.contains("fine"))
  }

  @Test(
    .enabled(if: Machine.isRoot && Machine.hasProgram("unshare"), "only root can hide a device"),
    arguments: ["mount --bind /dev/null /dev/ptmx", "mount -t tmpfs none /dev"])
  func thereAreNoTerminals(_ hide: String) {
    let run = Finished.running([
      "unshare", "-m", "sh", "-c", "\(hide); \(Cloche.path) -c 'tty own; exec true'",
    ])
    #expect(run.status == 125)
    #expect(run.err.contains("error[E0410]: the kernel refused step"))
    #expect(run.err.contains("ptmx"))
    #expect(run.err.contains("= fix: `tty share`"))
  }
}
