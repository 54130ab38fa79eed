import Glibc
import TestSupport
import Testing

/// What a program sees of its terminal, and what its keys do.
@Suite struct OwnTerminalTests {
  static let inside =
    "ns user pid mnt; root host; mount proc /proc; mount dev /dev; mount devpts /dev/pts"

  @Test(arguments: JobKind.allCases) func theProgramSeesATerminal(_ kind: JobKind) throws {
    let terminal = try kind.prompt(rows: 20, columns: 70)
    // What there is to remark on the context has been said then.
    try terminal.enter("exec true")
    let outer = try terminal.answer(to: "host tty")
    let answer = try terminal.answer(to: "exec sh -c 'tty; stty size; echo x >/dev/tty'")
    try #require(answer.count == 3)
    #expect(answer[0].hasPrefix("/dev/pts/"))
    #expect((outer == [answer[0]]) == !kind.isOwn)
    #expect(answer[1...] == ["20 70", "x"])
  }

  @Test func itHasAName() throws {
    let terminal = try PseudoTerminal.prompt(columns: 120)
    try terminal.enter(Self.inside)
    #expect(try terminal.answer(to: "exec tty") == ["/dev/pts/0"])
    #expect(try terminal.answer(to: "exec sh -c 'echo x >/dev/pts/0'") == ["x"])
  }

  @Test(.enabled(if: Machine.isRoot, "only root can be somebody else"))
  func somebodyElseCanOpenItAgain() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("as 65534:65534")
    #expect(
      try terminal.answer(to: "exec sh -c 'id -u; echo x >/dev/stderr'") == ["65534", "x"])
  }

  @Test(
    .enabled(if: Machine.hasProgram("perl"), "perl is not installed"), arguments: JobKind.allCases)
  func nothingOfClocheIsOpenInside(_ kind: JobKind) throws {
    let terminal = try kind.prompt(columns: 200)
    // What there is to remark on the context has been said then.
    try terminal.enter("exec true")
    let list =
      "perl -MPOSIX -e 'print join(q(,), grep { my $d = POSIX::dup($_); $d && POSIX::close($d) } 0..99), qq(\\n)'"
    #expect(try terminal.answer(to: "exec \(list)") == ["0,1,2"])
  }

  @Test(arguments: JobKind.allCases) func sizesChange(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start(
      "exec bash -c \"trap 'stty size; exit 7' WINCH; echo ready; while :; do read -t 1 x; done\"")
    terminal.resize(rows: 30, columns: 100)
    try terminal.wait(forLine: "30 100")
    try terminal.wait(forPromptWith: 7)
  }

  @Test(arguments: JobKind.allCases) func interrupt(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start("exec awk 'BEGIN { print \"ready\"; fflush(); getline }'")
    try terminal.type("\u{3}")
    try terminal.wait(forPromptWith: 130)
    #expect(terminal.screen.contains("^C"))
  }

  @Test(arguments: JobKind.allCases) func quit(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.enter("rlimit core 0")
    try terminal.start("exec awk 'BEGIN { print \"ready\"; fflush(); getline }'")
    try terminal.type("\u{1c}")
    try terminal.wait(forPromptWith: 131)
    #expect(terminal.screen.shown.contains("cloche: `awk` was killed by SIGQUIT"))
  }

  @Test(arguments: JobKind.allCases) func endOfInput(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start("exec sh -c 'echo ready; exec cat'")
    try terminal.type("one\r")
    try terminal.wait("the line, typed and printed") { $0.shown.count { $0 == "one" } == 2 }
    try terminal.type("\u{4}")
    try terminal.wait(atCursor: "> ")
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
  }

  @Test(arguments: JobKind.allCases) func keysAreBytesInRawMode(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.start(
      "exec sh -c 'stty raw -echo; echo ready; dd bs=1 count=5 2>/dev/null | od -An -tx1; stty sane'"
    )
    try terminal.type("\u{3}\u{1a}\u{1c}\u{4}\u{11}")
    try terminal.wait("the bytes") { $0.shown.contains { $0.hasSuffix("03 1a 1c 04 11") } }
    try terminal.wait(atCursor: "> ")
  }

  @Test(.enabled(if: Machine.hasProgram("vi"), "vi is not installed"), arguments: JobKind.allCases)
  func anEditor(_ kind: JobKind) throws {
    let home = TemporaryFolder()
    let terminal = try kind.prompt(home: home)
    try terminal.type("exec vi -n \(home.path)/text\r")
    try terminal.wait("the editor") { $0.lines[2...20].allSatisfy { $0.hasPrefix("~") } }
    try terminal.type("ihello\u{1b}")
    try terminal.wait("the text") { $0.lines[0] == "hello" }
    try terminal.type(":wq\r")
    try terminal.wait(atCursor: "> ")
    #expect(Files.text("\(home.path)/text") == "hello\n")
    #expect(!terminal.screen.isAlternate && terminal.screen.isCursorVisible)
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
  }

  @Test(
    .enabled(if: Machine.hasProgram("less"), "less is not installed"), arguments: JobKind.allCases)
  func aPager(_ kind: JobKind) throws {
    let home = TemporaryFolder()
    home.write("text", (1...100).map { "line \($0)\n" }.joined())
    let terminal = try kind.prompt(home: home)
    try terminal.type("exec less \(home.path)/text\r")
    try terminal.wait("the first page") { $0.lines[22] == "line 23" }
    try terminal.type("G")
    try terminal.wait("the end") { $0.lines[22] == "line 100" }
    try terminal.type("q")
    try terminal.wait(atCursor: "> ")
    #expect(!terminal.screen.isAlternate)
  }

  @Test(
    .enabled(if: Machine.hasProgram("top"), "top is not installed"), arguments: JobKind.allCases)
  func aFullScreen(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.type("exec top -d 60\r")
    try terminal.wait("the table") { $0.lines.contains { $0.contains("PID USER") } }
    try terminal.type("q")
    try terminal.wait(atCursor: "> ")
    #expect(terminal.screen.isCursorVisible)
  }

  @Test(arguments: JobKind.allCases) func aShellHasJobsOfItsOwn(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.type("exec env PS1='inner$ ' sh -i\r")
    try terminal.wait("its prompt") { $0.lineToCursor == "inner$ " }
    try terminal.start("sh -c 'echo ready; read x; echo got $x'")
    try terminal.type("\u{1a}")
    try terminal.wait(for: "Stopped")
    try terminal.wait("its prompt") { $0.lineToCursor == "inner$ " }
    try terminal.type("fg\rword\r")
    try terminal.wait(forLine: "got word")
    try terminal.wait("its prompt") { $0.lineToCursor == "inner$ " }
    // Its end is its own.
    try terminal.type("\u{4}")
    try terminal.wait("cloche's prompt") { $0.lineToCursor.hasPrefix("cloche") }
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
  }

  @Test(
    .enabled(if: Machine.hasProgram("perl"), "perl is not installed"), arguments: ["", "nobody"])
  func nothingIsTypedFromInside(_ user: String) throws {
    if !user.isEmpty, !Machine.isRoot { try Test.cancel("only root can be somebody else") }
    let home = TemporaryFolder()
    // TIOCSTI for each letter of a command and Enter.
    let script = home.write(
      "type.pl", "ioctl(STDIN, 0x5412, my $c = $_) for split //, qq(echo typed-in\\n);\n")
    let terminal = try PseudoTerminal.prompt(home: home)
    if !user.isEmpty { try terminal.enter("as 65534:65534") }
    try terminal.enter("exec perl \(script)")
    #expect(try terminal.answer(to: "echo after") == ["after"])
    #expect(!terminal.screen.shown.contains("typed-in"))
    guard Machine.isRoot, user.isEmpty else { return }
    // The same reaches a shared terminal, or the above would prove nothing.
    try terminal.type("tty share; exec perl \(script)\r")
    try terminal.wait(forLine: "typed-in")
  }

  @Test(arguments: JobKind.allCases) func inputFromNowhere(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    // What there is to remark on the context has been said then.
    try terminal.enter("exec true")
    #expect(try terminal.answer(to: "exec --stdin null sh -c 'cat; echo done'") == ["done"])
    try terminal.start("exec --stdin null tail -f \(terminal.home.write("ready", "ready\n"))")
    try terminal.type("\u{3}")
    try terminal.wait(forPromptWith: 130)
  }

  @Test(arguments: JobKind.allCases) func capturedOutput(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    // What there is to remark on the context has been said then.
    try terminal.enter("exec true")
    #expect(
      try terminal.answer(to: "capture exec sh -c 'echo out; echo error >&2; stty size'")
        == ["error"])
    #expect(try terminal.answer(to: "echo $out") == ["out", "24 80"])
  }

  @Test(arguments: JobKind.allCases) func aTimeLimit(_ kind: JobKind) throws {
    let terminal = try kind.prompt()
    try terminal.type("exec --timeout 100ms sh -c 'stty raw -echo; sleep 60'\r")
    try terminal.wait(forPromptWith: 124)
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
  }

  @Test func theHostHasTheRealOne() throws {
    let terminal = try PseudoTerminal.prompt()
    let outer = try terminal.answer(to: "! tty")
    #expect(try terminal.answer(to: "host sh -c 'tty; ps -o pgid= -o tpgid= -p $$'").count == 2)
    #expect(try terminal.answer(to: "host tty") == outer)
    #expect(try terminal.answer(to: "exec tty") != outer)
    try terminal.start("! awk 'BEGIN { print \"ready\"; fflush(); getline }'")
    try terminal.type("\u{3}")
    try terminal.wait(forPromptWith: 130)
  }
}
