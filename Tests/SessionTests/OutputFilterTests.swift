import TestSupport
import Testing

/// `| match`, `| count`, `| save` and `| ! PROGRAM` behind commands that print.
@Suite struct OutputFilterTests {
  @Test(arguments: [
    ("echo 'one two' | match two", "one two\n"), ("echo a | count", "1\n"),
    ("plan true | match 'clone3(' | count", "2\n"), ("echo a b | ! tr a-z A-Z", "A B\n"),
    ("echo a | ! sed p | count", "2\n"), ("capture echo ab | match b; echo $out | match a", "ab\n"),
    ("if echo x | match y { echo yes } else { echo no }", "no\n"),
    ("try echo x | match y; echo $?", "1\n"),
    ("let what = 'a | b'; echo $what | match $what", "a | b\n"),
    ("repeat 2 { echo a | count }", "1\n1\n"), ("echo '|' match | count", "1\n"),
    ("not echo a | ! false", ""),
  ]) func whatComesOut(_ script: String, _ expected: String) {
    let run = Cloche.commands(script)
    #expect(run.out == expected, "\(run.err)")
  }

  /// What is no filter is refused as ever, with this among what to write instead, before anything runs.
  @Test(arguments: [
    "exec echo a | match a", "ns user | count", "echo a | grep a", "echo a |match a",
    "echo a| count",
    "| count", "def f { echo a }; f | count", "for i in a | count { echo $i }",
    "exec true & | count",
    "let x = a | count",
  ]) func whatIsRefused(_ script: String) {
    let run = Cloche.commands("echo never; \(script)")
    #expect(run.out.isEmpty || script.hasPrefix("def"), "\(run.out)")
    #expect(run.status != 0 && run.err.hasPrefix("error[E0005]: unquoted `|`"), "\(run.err)")
    #expect(run.err.contains("`show | match WORD`"))
  }

  @Test(arguments: [
    ("echo a | match", "error[E0201]: `match` needs WORD"), ("echo a | count b", "error[E0202]"),
    ("echo a | !", "error[E0201]"),
  ]) func itsArguments(_ script: String, _ message: String) {
    let run = Cloche.commands(script)
    #expect(run.status == 2 && run.out.isEmpty && run.err.hasPrefix(message), "\(run.err)")
  }

  @Test func saveKeepsWhatIsThere() {
    let folder = TemporaryFolder()
    let first = Cloche.run("-c", "echo one | save file", folder: folder.path)
    #expect(first.status == 0 && first.out.isEmpty)
    let second = Cloche.run("-c", "echo two | save file", folder: folder.path)
    #expect(
      second.status == 1
        && second.err.contains("fix: `| save --force file` at the end overwrites it"))
    #expect(Files.text("\(folder.path)/file") == "one\n")
    let third = Cloche.run("-c", "echo two | save --force file", folder: folder.path)
    #expect(third.status == 0 && Files.text("\(folder.path)/file") == "two\n")
  }

  /// A failing command stays a failure, and what it has printed is not lost.
  @Test func theStatusOfTheCommand() {
    let run = Cloche.commands("stat %9 | count")
    #expect(run.status != 0 && run.err.contains("error["))
  }

  @Test func noColoursForAFilter() {
    let run = Cloche.run("--color=always", "-c", "help ns | match ns; capture help ns; echo $out")
    #expect(!run.out.contains("\u{1b}"))
    #expect(Cloche.run("--color=always", "-c", "help ns").out.contains("\u{1b}"))
  }
}
