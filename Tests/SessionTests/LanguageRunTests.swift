import TestSupport
import Testing

/// What scripts do when they run.
@Suite struct LanguageRunTests {
  /// A name that has no value either is no help.
  @Test func noSuggestionBeforeTheFirstJob() {
    let run = Cloche.commands("echo ${job:pid}")
    #expect(run.err.contains("no job has run yet") && !run.err.contains("did you mean"))
  }

  struct Case: CustomTestStringConvertible {
    let script: String
    let output: String
    let status: Int32

    init(_ script: String, _ output: String, status: Int32 = 0) {
      (self.script, self.output, self.status) = (script, output, status)
    }

    var testDescription: String { script }
  }

  @Test(arguments: [
    Case("echo a b  c", "a b c\n"),
    Case("echo 'a  b' \"c\\td\" e\\ f", "a  b c\td e f\n"),
    Case("let x = 'a b'; echo $x\"$x\"", "a ba b\n"),
    Case("let x = '*'; echo $x", "*\n"),
    Case("let x = '$y'; echo $x", "$y\n"),
    Case("echo ${nothing:-fallback}", "fallback\n"),
    Case("let n = ''; echo [${n:-empty}]", "", status: 2),
    Case("let n = ''; echo \"[${n:-empty}]\"", "[empty]\n"),
    Case("let y = in; echo ${x:-with $y side}", "with in side\n"),
    Case("for x in a 'b c' d { echo $x }", "a\nb c\nd\n"),
    Case("for x in { echo never }", ""),
    Case("repeat 3 { echo x }", "x\nx\nx\n"),
    Case("repeat 0 { echo never }", ""),
    Case("def greet who how { echo $how $who }; greet you hello", "hello you\n"),
    Case("def f x { let x = 2; echo $x }; let x = 1; f 5; echo $x", "2\n1\n"),
    Case("def f { let g = 2 }; f; echo $g", "2\n"),
    Case("if test a is a { echo yes } else { echo no }", "yes\n"),
    Case("if test a is b { echo 1 } else if test a is a { echo 2 } else { echo 3 }", "2\n"),
    Case("if test a is b { echo 1 } else if test a is c { echo 2 } else { echo 3 }", "3\n"),
    Case("if not test a is b { echo yes }", "yes\n"),
    Case("try exec sh -c 'exit 3'; echo $?", "3\n"),
    Case("try test a is b; echo $?; try test a is a; echo $?", "1\n0\n"),
    Case("not exec false; echo $?", "0\n"),
    Case("capture echo one; echo \"<$out>\"", "<one>\n"),
    Case("capture exec printf 'a\\n\\n'; echo \"<$out>\"", "<a>\n"),
    Case("try capture exec sh -c 'echo x; exit 4'; echo $? $out", "4 x\n"),
    Case("capture for x in 1 2 { echo $x }; echo \"$out\"", "1\n2\n"),
    Case("scope { let x = kept; ns uts }; echo $x; save -", "kept\n"),
    Case("exec echo if for else { }", "", status: 2),
    Case("exec echo if for else", "if for else\n"),
    Case("exec echo '{' '}'", "{ }\n"),
    Case("def inner { exec false; echo never }; if inner { echo yes } else { echo no }", "no\n"),
    Case("def inner { exec false; echo never }; try inner; echo $?", "1\n"),
    Case("exec false; echo never", "", status: 1),
    Case("echo first; assert 1 gt 2; echo never", "first\n", status: 1),
    Case("echo one # two\n# three\necho four", "one\nfour\n"),
    Case("echo a\\\nb", "ab\n"),
    Case("echo a \\\n  b", "a b\n"),
    Case("echo a\r\necho b\r\n", "a\nb\n"),
    Case("\u{feff}echo bom", "bom\n"),
    Case("#!/usr/bin/env cloche\necho run", "run\n"),
  ]) func runs(_ expected: Case) {
    let run = Cloche.commands(expected.script)
    #expect(run.out == expected.output, "\(run.err)")
    #expect(run.status == expected.status, "\(run.err)")
  }

  @Test func argumentsReachAScript() {
    let file = TemporaryFile("echo $# $1 ${2}\nexec printf '<%s>' $@\nexec printf '<%s>' \"$@\"")
    let run = Cloche.run(file.path, "one", "two words", "--option")
    #expect(run.out == "3 one two words\n<one><two words><--option><one><two words><--option>")
  }

  @Test func theThreeSourcesOfVariables() {
    let run = Cloche.commands(
      "echo ${env:GREETING} ${host:uid}; exec sh -c 'exit 0'; echo ${job:status} ${job:reason}",
      environment: ["GREETING": "hello"])
    #expect(run.out.hasPrefix("hello "))
    #expect(run.out.hasSuffix("\n0 exited\n"))
  }

  @Test func everyHostFactHasAValue() {
    for fact in [
      "hostname", "uid", "gid", "pid", "kernel", "cgroup", "ns.uts", "ns.pid", "ns.mnt", "ns.user",
      "ns.net", "ns.ipc", "ns.cgroup", "ns.time",
    ] {
      let run = Cloche.commands("echo ${host:\(fact)}")
      #expect(run.status == 0 && run.out.count > 1, "\(fact): \(run.err)")
    }
  }

  @Test func sourcedFilesShareTheSession() {
    let folder = TemporaryFolder()
    folder.write("inner.cloche", "let x = $1\ndef shout word { echo $word! }\n")
    let main = folder.write("main.cloche", "source inner.cloche hello\nshout $x\n")
    #expect(Cloche.run(main).out == "hello!\n")
  }

  @Test func standardInputIsAScriptAndChildrenDoNotReadIt() {
    let run = Cloche.run(input: "exec cat\necho after\n")
    #expect(run.out == "after\n")
    let inherited = Cloche.run(input: "exec --stdin inherit cat\n")
    #expect(inherited.status == 0)
  }

  @Test func bytesThatAreNoTextReachTheProgram() {
    let file = TemporaryFile(
      Array("exec printf %s 'a".utf8) + [0xff, 0xc3, 0x28] + Array("b'".utf8))
    #expect(Cloche.run(file.path).output == [0x61, 0xff, 0xc3, 0x28, 0x62])
  }

  @Test func nothingRunsWhenAnythingIsWrong() {
    let run = Cloche.commands("echo before\nnonsense\n")
    #expect(run.out.isEmpty)
    #expect(run.status == 2)
  }

  @Test func aCaptureHasABound() {
    let run = Cloche.commands("capture exec sh -c 'head -c 2000000 /dev/zero'")
    #expect(run.status == 1)
    #expect(run.err.contains("E0306"))
    #expect(Cloche.commands("capture exec sh -c 'head -c 1000000 /dev/zero'").status == 0)
  }
}
