import Commands
import CommandsSupport
import Session
import TestSupport
import Testing

/// Bad input gets an answer that names it: no crash, no trap, nothing left half-made.
@Suite struct BadInputTests {
  static let commands = Registry.commands.map { $0.command.name }

  /// A child that traps or crashes ends by a signal.
  private func isSane(_ run: Finished) -> Bool {
    run.signal == nil && [0, 1, 2, 124, 125, 126, 127].contains(run.status)
      && !run.err.contains("Fatal error")
  }

  @Test(arguments: commands) func eachCommandWithGarbage(_ command: String) {
    let garbage = [
      "", "''", "'\u{1}\u{1b}[31m'", "-", "--", "---", "--nonsense", "-x", "-1", "0",
      "99999999999999999999",
      "18446744073709551616", "9223372036854775808", "'a b'", "a b c d e f g h", "=", "a=", "/",
      "//", "..",
      "\"\\$x\"", "%", "%1", "1:2:3:4:5", ":", "::", "ünïcödé", "4294967296:0:1", "0:0:0", "-1:0:1",
    ]
    // `save` makes files of names that look like garbage.
    let folder = TemporaryFolder()
    for word in garbage where !(command == "exec" && word == "") {
      // Whatever they would start reads nothing and ends soon.
      let run = Cloche.run(["--timeout", "5s", "-c", "\(command) \(word)"], folder: folder.path)
      #expect(isSane(run), "\(command) \(word): \(run.status) \(run.err)")
      if run.status == 2 { #expect(run.err.contains("error[E0"), "\(command) \(word)") }
    }
  }

  /// Those that the program tells of, and some that it does not have.
  static let options =
    Set(Cloche.run("--help").out.matches(of: #/[ ,](--?[a-z][a-z-]*)/#).map { String($0.1) })
    .sorted()
    + [
      "--nonsense", "-q", "--timeout=", "--color=pink", "--timeout=-1s", "--timeout=5", "--check=1",
    ]

  @Test func theOptionsAreReadOffTheHelp() {
    #expect(Self.options.contains("--check") && Self.options.contains("-n"))
    #expect(Self.options.count > 20)
  }

  @Test(arguments: options) func eachOptionAlone(_ option: String) {
    let run = Cloche.run(option)
    #expect(isSane(run), "\(option): \(run.status) \(run.err)")
  }

  /// A setting that cannot change any more says so; the others take effect.
  @Test(
    .enabled(if: Machine.isRoot && Machine.hasUserNamespaces, "examples are root's"),
    arguments: ExampleSettings.all)
  func eachSettingOfABoxThatIsUp(_ example: ExampleSettings) {
    let run = Cloche.commands("ns uts mnt\nup\n\(example.script)\nexec true\ndown")
    #expect(isSane(run), "\(run.status) \(run.err)")
    if run.status != 0 { #expect(run.err.contains("error[E0"), "\(run.err)") }
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test func optionsAreNamed() {
    #expect(Cloche.run("--chekc").err.contains("did you mean `--check`?"))
    #expect(Cloche.run("--timeout", "soon").status == 2)
    #expect(Cloche.run("--color", "pink").err.contains("auto always never"))
  }

  @Test func binaryFiles() {
    for path in ["/bin/sh", Cloche.path, "/dev/null"] {
      let run = Cloche.run(path)
      #expect(isSane(run))
      if path != "/dev/null" {
        #expect(run.status == 2)
        #expect(run.err.contains("E0001") && run.err.contains("is this a binary file?"))
      }
    }
    #expect(Cloche.run("/etc").status == 2)
    #expect(Cloche.run("/dev/full").status == 2 || Cloche.run("/dev/full").status == 0)
  }

  @Test func aMillionLines() {
    let file = TemporaryFile(String(repeating: "let x = y\n", count: 1_000_000))
    #expect(Cloche.run("--check", file.path).status == 0)
    #expect(Cloche.run(file.path).status == 0)
  }

  @Test func aScriptThatSourcesItself() {
    let folder = TemporaryFolder()
    let script = folder.write("again.cloche", "echo x\nsource again.cloche\n")
    let run = Cloche.run(script)
    #expect(run.status == 1)
    #expect(run.out == String(repeating: "x\n", count: 33))
    #expect(run.err.contains("E0301") && run.err.contains("sourced at"))
    #expect(run.err.contains("more of the same kind"))
  }

  @Test func definitionsThatCallThemselves() {
    let run = Cloche.commands("def f { f }; f")
    #expect(run.status == 1)
    #expect(run.err.contains("E0303") && run.err.contains("in `f`, called at"))
  }

  @Test func deepNesting() {
    let blocks = TemporaryFile(String(repeating: "scope {\n", count: 100_000))
    let run = Cloche.run(blocks.path)
    #expect(run.status == 2)
    #expect(run.err.contains("E0105"))
    let fine =
      String(repeating: "if test a is a {\n", count: 100) + "echo deep\n"
      + String(repeating: "}\n", count: 100)
    #expect(Cloche.commands(fine).out == "deep\n")
    // As deep as it goes, called as deep as it goes.
    let worst =
      "def f n {\n" + String(repeating: "if test a is a {\n", count: 98) + "f $n\n"
      + String(repeating: "}\n", count: 98) + "}\nf 1\n"
    #expect(Cloche.commands(worst).status == 1)
    let chain = TemporaryFile(
      "if test a is b { }" + String(repeating: " else if test a is b { }", count: 20_000)
        + " else { echo end }")
    #expect(Cloche.run(chain.path).out == "end\n")
  }

  @Test func longLines() {
    let word = String(repeating: "x", count: 1 << 20)
    let long = TemporaryFile("echo \(word)")
    #expect(Cloche.run(long.path).output.count == (1 << 20) + 1)
    let wrong = TemporaryFile(word)
    let unknown = Cloche.run(wrong.path)
    #expect(unknown.status == 2)
    #expect(unknown.err.utf8.count < 2000)
  }

  @Test func hostileNamesAreShownEscaped() {
    let run = Cloche.run("/tmp/\u{1b}[31m\u{202e}nothing")
    #expect(!run.error.contains(0x1b))
    let program = Cloche.commands("exec \"no\\esuch\"")
    #expect(!program.error.contains(0x1b))
    #expect(program.err.contains("\\esuch"))
  }

  @Test func nothingIsHalfMade() {
    let folder = TemporaryFolder()
    let run = Cloche.commands(
      "save \(folder.path)/made\nns user mnt; mount tmpfs /nowhere/at/all; try exec true\nhostname")
    #expect(run.status == 2)
    #expect(!Files.exists("\(folder.path)/made"))
  }

  @Test func standardDescriptorsMayBeClosed() {
    for redirection in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
      let run = Finished.running([
        "sh", "-c", "'\(Cloche.path)' -c 'let x = y; exec true' \(redirection); echo status $?",
      ])
      #expect(run.out.hasSuffix("status 0\n"), "\(redirection): \(run.out) \(run.err)")
    }
  }

  @Test(arguments: ["echo x", "exec true; echo x", "show", "help"])
  func aClosedOutputIsAFailure(_ commands: String) {
    let run = Finished.running(["sh", "-c", "'\(Cloche.path)' -c '\(commands)' >&-; echo $?"])
    #expect(run.out == "1\n")
    #expect(run.err.contains("write standard output: EBADF"))
    let program = Finished.running([
      "sh", "-c", "'\(Cloche.path)' -c 'try exec sh -c \"echo x\"; let x = y' >&-; echo $?",
    ])
    #expect(program.out == "0\n")
    #expect(!program.err.contains("standard output"))
  }

  @Test func aFullOutputIsAFailure() {
    let run = Finished.running(["sh", "-c", "'\(Cloche.path)' -c 'echo x' > /dev/full; echo $?"])
    #expect(run.out == "1\n")
    #expect(run.err.contains("ENOSPC"))
    let gone = Finished.running([
      "bash", "-c",
      "'\(Cloche.path)' -c 'repeat 100000000 { echo y }' | head -1; echo ${PIPESTATUS[0]}",
    ])
    #expect(gone.out == "y\n141\n")
  }
}
