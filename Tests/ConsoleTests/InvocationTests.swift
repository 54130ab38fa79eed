import TestSupport
import Testing

/// The command line: docs/language.md, section 1.
@Suite struct InvocationTests {
  /// What a run prints and how it ends, by the letter.
  struct Case: CustomTestStringConvertible, Sendable {
    let words: [String]
    let out: String
    let err: String
    let status: Int32
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., out: String = "", err: String = "", status: Int32 = 0) {
      (self.words, self.out, self.err, self.status) = (words, out, err, status)
    }
  }

  static let usage =
    "usage: cloche [OPTION...] [FILE [ARG...] | -c COMMANDS [ARG...]]; see --help\n"

  @Test(arguments: [
    Case("--version", out: "cloche 0.1.0\n"),
    Case("--version", "--nonsense-behind", "x", out: "", status: 2),
    Case("-c", "echo x", out: "x\n"),
    Case("-c", "echo $0 $# $1 $2", "a", "b c", out: "cloche 2 a b c\n"),
    Case("-c", "echo $1", "--", "-x", out: "-x\n"),
    Case("-c", "", out: ""),
    Case("-n", "-c", "echo x"),
    Case("--check", "-c", "echo x"),
    Case(
      "-x", "-c", "let x = 'a b'; echo $x", out: "a b\n", err: "+ let x = 'a b'\n+ echo 'a b'\n"),
    Case("--trace", "-c", "note x", err: "+ note x\nx\n"),
    Case("--norc", "--no-history", "-c", "echo x", out: "x\n"),
    Case("--timeout", "1m", "-c", "echo x", out: "x\n"),
    Case("--timeout=1m", "--color=never", "-c", "echo x", out: "x\n"),
  ]) func anOption(_ given: Case) {
    let run = Cloche.run(given.words)
    #expect(run.out == given.out)
    if given.status == 0 { #expect(run.err == given.err) }
    #expect(run.status == given.status, "\(run.err)")
  }

  @Test func help() {
    let run = Cloche.run("--help")
    #expect(run.status == 0 && run.err.isEmpty)
    for option in [
      "-c COMMANDS", "-n, --check", "-v, --echo", "-x, --trace", "-i, --interactive", "--step",
      "--timeout DURATION", "--status-file PATH", "--color auto|always|never", "--norc",
      "--no-history", "--version", "--help",
    ] { #expect(run.out.contains("\n  \(option) "), "\(option)") }
    expectFits(run.out, rows: 24)
    #expect(Cloche.run("--help", "-c").status == 2)
  }

  /// Each is refused with the place, the reason and the usage; nothing is run.
  @Test(
    arguments: [
      (["-c"], "error[E0201]: `-c` needs COMMANDS"),
      (["--timeout"], "error[E0201]: `--timeout` needs DURATION"),
      (["--timeout", "5"], "error[E0204]:"),
      (["--timeout", "-5s"], "error[E0204]:"),
      (["--timeout", "99999999999999999999m"], "error[E020"),
      (["--status-file"], "error[E0201]: `--status-file` needs PATH"),
      (["--color"], "error[E0201]: `--color` needs"),
      (["--color", "pink"], "error[E0206]: unknown colour setting `pink`"),
      (["--check=1"], "error[E0202]: `--check` takes no value"),
      (["--nonsense"], "error[E0203]: unknown option `--nonsense`"),
      (["-q"], "error[E0203]: unknown option `-q`"),
      (["--demo"], "error[E0203]: unknown option `--demo`"),
      (["--record"], "error[E0201]: `--record` needs PATH"),
    ] as [([String], String)])
  func aUsageError(_ words: [String], _ message: String) {
    let alone = Cloche.run(words)
    #expect(alone.status == 2)
    #expect(alone.err.hasPrefix(message), "\(alone.err)")
    #expect(alone.err.hasSuffix(Self.usage))
    #expect(alone.err.contains("--> command line:1:"))
    #expect(alone.out.isEmpty)
    // Else the next word would be its value, and a file be made of that name.
    if alone.err.contains("needs") { return }
    let run = Cloche.run(words + ["-c", "echo never"])
    #expect(run.status == 2 && run.out.isEmpty)
  }

  @Test func theExactShapeOfAUsageError() {
    let run = Finished.running(["env", "-C", "/", Cloche.path, "--colour", "never"])
    let column = Cloche.path.count + 2
    let margin = String(repeating: " ", count: column - 1)
    let expected = """
      error[E0203]: unknown option `--colour`
        --> command line:1:\(column)
         |
       1 | \(Cloche.path) --colour never
         | \(margin)^^^^^^^^ did you mean `--color`?
         = note: there are -c --check -n --echo -v --trace -x --interactive -i --step
                 --timeout --status-file --record --color --norc --no-history
                 --version --help
      \(Self.usage)
      """
    // A long path is cut around the mark; then there is nothing to compare with.
    if column < 40 {
      #expect(run.err == expected)
    } else {
      #expect(run.err.hasSuffix(expected.split(separator: "^^^^^^^^").last.map(String.init) ?? "?"))
    }
  }

  @Test func whatIsBehindTheFileIsTheScripts() {
    let folder = TemporaryFolder()
    folder.write("a.cloche", "echo $0 $#\nfor word in $@ { echo \"<$word>\" }\n")
    folder.write("-b.cloche", "echo dash\n")
    let run = Cloche.run("a.cloche", "-x", "--help", "-c", "", "--", folder: folder.path)
    #expect(run.out == "a.cloche 5\n<-x>\n<--help>\n<-c>\n<>\n<-->\n")
    #expect(run.err.isEmpty && run.status == 0)
    #expect(Cloche.run("--", "-b.cloche", folder: folder.path).out == "dash\n")
    #expect(
      Cloche.run("--", "a.cloche", "--version", folder: folder.path).out.hasPrefix("a.cloche 1"))
  }

  @Test func aScriptFromStandardInput() {
    #expect(Cloche.run(input: "echo $0 $#\n").out == "cloche 0\n")
    #expect(Cloche.run("-", "one", input: "echo $0 $1\n").out == "cloche one\n")
    #expect(Cloche.run(input: "").status == 0)
    #expect(Cloche.run("-n", input: "nonsense\n").status == 2)
    // Children read /dev/null, not what comes behind their line.
    let script = "exec cat\nexec sh -c 'readlink /proc/self/fd/0'\necho end\n"
    #expect(Cloche.run(input: script).out == "/dev/null\nend\n")
    let inherited = Cloche.run(input: "exec --stdin inherit readlink /proc/self/fd/0\n")
    #expect(inherited.out.hasPrefix("/tmp/cloche-test-"))
    let null = Cloche.run("-c", "exec --stdin null cat; exec cat", input: "given\n")
    #expect(null.out == "given\n")
  }

  @Test func aFileThatIsNotThere() {
    let run = Cloche.run("/nowhere/script.cloche")
    #expect(
      run.err
        == "error[E0302]: could not open /nowhere/script.cloche: ENOENT, No such file or directory\n"
    )
    #expect(run.status == 2)
    let folder = Cloche.run("/")
    #expect(folder.err == "error[E0302]: could not read /: EISDIR, Is a directory\n")
    #expect(folder.status == 2)
  }

  @Test func aPromptNeedsATerminal() {
    let run = Cloche.run("-i", "-c", "echo first")
    #expect(run.out == "first\n")
    #expect(run.err.hasPrefix("error[E0313]: a prompt needs a terminal as standard input\n"))
    #expect(run.status == 2)
    // A script that quits has no prompt behind it, and a checked one neither.
    #expect(Cloche.run("-i", "-c", "quit 4").status == 4)
    #expect(Cloche.run("-i", "-n", "-c", "echo x").status == 0)
  }

  @Test(
    arguments: [
      ("\n\n", "a\nb\n", 0), ("y\ns\n", "a\n", 0), ("s\ny\n", "b\n", 0), ("a\n", "a\nb\n", 0),
      ("q\n", "", 0), ("y\nq\n", "a\n", 0), ("", "", 0), ("what\n", "", 0),
    ] as [(String, String, Int32)])
  func askedBeforeEach(_ answers: String, _ out: String, _ status: Int32) {
    let run = Cloche.run("--step", "-c", "echo a; echo b", input: answers)
    #expect(run.out == out)
    #expect(run.status == status)
    #expect(run.err.hasPrefix("echo a  [Enter runs, s skips, a runs all, q quits] "))
  }

  /// `--check` runs nothing and reports everything, from the first to the last.
  @Test func checkReportsAllInOrder() {
    let folder = TemporaryFolder()
    folder.write(
      "wrong.cloche",
      "def f {\n  echo $nope\n  hostname x y\n}\nhostname early\nexec true\nns utc\nnonsense\nexec 'sh\n"
    )
    let run = Cloche.run("--check", "wrong.cloche", folder: folder.path)
    let places = run.err.split(separator: "\n").filter { $0.hasPrefix("  --> ") }
    let lines = places.compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
    #expect(lines == lines.sorted())
    #expect(Set(lines).isSuperset(of: [3, 7, 8, 9]), "\(run.err)")
    #expect(run.out.isEmpty)
    #expect(run.status == 2)
    let made = Cloche.run("-n", "-c", "save made.cloche; exec touch made", folder: folder.path)
    #expect(made.status == 0)
    #expect(!Files.exists("\(folder.path)/made") && !Files.exists("\(folder.path)/made.cloche"))
  }
}

/// Every line fits into 80 columns without a blank at its end, and all of them onto a screen.
func expectFits(
  _ text: String, rows: Int = .max, sourceLocation: SourceLocation = #_sourceLocation
) {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  for line in lines {
    #expect(line.count <= 80, "\(line)", sourceLocation: sourceLocation)
    #expect(line.last != " ", "\(line)|", sourceLocation: sourceLocation)
  }
  #expect(lines.count <= rows, sourceLocation: sourceLocation)
}
