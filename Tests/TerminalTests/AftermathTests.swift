import Glibc
import TestSupport
import Testing

/// Whatever a program has done to the terminal, however it ended: the prompt is as before.
@Suite struct AftermathTests {
  /// A prompt, and how its terminal is set for programs.
  private func prompt(_ kind: JobKind) throws -> (PseudoTerminal, [String]) {
    let terminal = try kind.prompt(rows: 30, columns: 120)
    return (terminal, try terminal.answer(to: "host stty -g"))
  }

  private func expectSane(_ terminal: PseudoTerminal, _ settings: [String]) throws {
    #expect(try terminal.answer(to: "host stty -g") == settings)
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
    #expect(terminal.foregroundGroup == terminal.pid)
    #expect(!terminal.screen.isAlternate && terminal.screen.isCursorVisible)
    #expect(terminal.screen.hasBracketedPaste && terminal.screen.style == "")
  }

  @Test(arguments: JobKind.allCases) func killedInRawMode(_ kind: JobKind) throws {
    let (terminal, settings) = try prompt(kind)
    try terminal.type("exec sh -c 'stty raw -echo; kill -9 $$'\r")
    try terminal.wait(forPromptWith: 137)
    try expectSane(terminal, settings)
  }

  @Test(arguments: JobKind.allCases) func killedWithEverythingSwitchedOn(_ kind: JobKind) throws {
    let (terminal, settings) = try prompt(kind)
    let modes = "[?1049h~[?25l~[?1000h~[?1006h~[?2004h~[?1h~[1;31m~=~[>4;2m~[5;10r~[4h~[?7l"
    let text = modes.split(separator: "~").map { "\\033\($0)" }.joined()
    try terminal.type("exec sh -c 'printf \"\(text)\"; kill -9 $$'\r")
    try terminal.wait(forPromptWith: 137)
    let output = String(decoding: terminal.output, as: UTF8.self)
    for off in ["[?1000l", "[?1006l", "[?1l", "[>4;0m", "[r", "[4l", "[?7h"] {
      #expect(output.contains("\u{1b}\(off)"), "\(off)")
    }
    try expectSane(terminal, settings)
  }

  @Test(arguments: JobKind.allCases) func endedInTheMiddleOfATitle(_ kind: JobKind) throws {
    let (terminal, settings) = try prompt(kind)
    try terminal.type("exec sh -c 'printf \"\\033]0;title\"; kill -9 $$'\r")
    try terminal.wait(forPromptWith: 137)
    try expectSane(terminal, settings)
  }

  @Test(
    .enabled(if: Machine.hasProgram("perl"), "perl is not installed"), arguments: JobKind.allCases)
  func doesNotBlock(_ kind: JobKind) throws {
    let (terminal, settings) = try prompt(kind)
    let set =
      "exec perl -MFcntl -e 'fcntl($_, F_SETFL, O_RDWR | O_NONBLOCK) for (*STDIN, *STDOUT, *STDERR)'"
    try terminal.enter(set)
    try expectSane(terminal, settings)
    let get =
      "host perl -MFcntl -e 'print fcntl($_, F_GETFL, 0) & O_NONBLOCK, qq(.) for (*STDIN, *STDOUT, *STDERR); print qq(\\n)'"
    try terminal.type("\(get)\r")
    try terminal.wait(for: ".0.0")
    try terminal.wait(atCursor: "> ")
    #expect(
      terminal.screen.shown.contains("0 but true.0 but true.0 but true.")
        || terminal.screen.shown.contains("0.0.0."))
  }

  @Test(
    .enabled(if: Machine.hasProgram("perl"), "perl is not installed"),
    arguments: JobKind.allCases, ["exit 3", "kill 9, $$"])
  func theForegroundIsStolen(_ kind: JobKind, _ end: String) throws {
    let home = TemporaryFolder()
    let name = "stolen-\(kind)-\(end.count)"
    let script = home.write(
      "steal.pl",
      """
      use POSIX;
      $SIG{TTOU} = "IGNORE";
      pipe(R, W);
      if (fork == 0) {
        setpgid(0, 0);
        POSIX::tcsetpgrp(0, getpgrp);
        print W "x";
        close W;
        exec { "sleep" } "\(name)", 60;
      }
      close W;
      read(R, my $x, 1);
      \(end);
      """)
    let terminal = try kind.prompt(rows: 30, columns: 120, home: home)
    let settings = try terminal.answer(to: "host stty -g")
    try terminal.type("exec perl \(script)\r")
    try terminal.wait(forPromptWith: end == "exit 3" ? 3 : 137)
    try expectSane(terminal, settings)
    #expect(Leftovers.processes(named: name).isEmpty)
  }

  @Test(arguments: JobKind.allCases) func someoneStillWrites(_ kind: JobKind) throws {
    let (terminal, settings) = try prompt(kind)
    try terminal.type("exec sh -c '(while :; do echo noise; sleep 0.01; done) & exit 3'\r")
    try terminal.wait(forPromptWith: 3)
    try expectSane(terminal, settings)
    #expect(terminal.screen.shown.last != "noise")
  }

  @Test(arguments: JobKind.own3) func theTerminalIsClosedInside(_ kind: JobKind) throws {
    let (terminal, settings) = try prompt(kind)
    try terminal.start("exec sh -c 'echo ready; exec <&- >&- 2>&-; exec sleep 60'")
    try terminal.type("\u{3}")
    try terminal.wait(forPromptWith: 130)
    try expectSane(terminal, settings)
  }
}
