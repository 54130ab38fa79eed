import Session
import Testing

/// Arguments that can never be right are found without running; what only the run will tell is not
/// judged.
@Suite struct CheckerArgumentTests {
  @Test(arguments: [
    ("ns utc", "E0107 utc: did you mean `uts`?"), ("hostname", "E0201 : expected NAME"),
    ("hostname a b", "E0202 b: nothing more can follow here"),
    ("umask 9", "E0204 9: expected octal digits from 0 to 777"),
    ("map uid 0:0:10 5:5", "E0204 5:5: has ids of 0:0:10"),
    ("map uid 0:0:10\nmap uid 5:5", "E0204 5:5: has ids of 0:0:10"),
    ("quit 256", "E0205 256: from 0 to 255"), ("undo 0", "E0205 0: at least 1"),
    ("exec --timeout 5 true", "E0204 5: expected a duration: 250ms, 5s, 2m or 1h"),
    ("exec --timout 5s true", "E0203 --timout: did you mean `--timeout`?"),
    ("exec --stdin none", "E0206 none"), ("exec --timeout", "E0201 : expected DURATION"),
    ("exec --replace=yes x", "E0202 --replace=yes"),
    ("let 1x = 5", "E0204 1x: expected letters, digits and _"),
    ("let x 5", "E0206 5"), ("test a iss b", "E0206 iss: did you mean `is`?"),
    ("assert a is", "E0201 : expected B"), ("have ns.utc", "E0206 ns.utc: did you mean `ns.uts`?"),
    ("requires root ns.utc", "E0206 ns.utc: did you mean `ns.uts`?"),
    ("repeat x { }", "E0204 x: expected a whole number"),
    ("repeat -1 { }", "E0205 -1: cannot be negative"), ("host", "E0201 : expected WORD"),
    ("note", "E0201 : expected TEXT"), ("show --jsn", "E0203 --jsn: did you mean `--json`?"),
    ("save", "E0201 : expected FILE"), ("box 5", "E0204 5: expected letters, digits, - and _"),
    ("redo now", "E0202 now: nothing more can follow here"),
    ("watch pids.curent", "E0206 pids.curent: did you mean `pids.current`?"),
    ("watch --count 0", "E0205 0: from 1 to 1000000000"),
    ("limit pids 0", "E0205 0: from 1 to 4194304"), ("rlimit", "E0201 : expected NAME"),
    // In any place.
    ("try umask 9", "E0204 9: expected octal digits from 0 to 777"),
    ("if hostname { }", "E0201 : expected NAME"),
    ("def f { ns utc }", "E0107 utc: did you mean `uts`?"),
    ("repeat 0 { ns utc }", "E0107 utc: did you mean `uts`?"),
    // In a context that nobody knows.
    ("undo\nns utc", "E0107 utc: did you mean `uts`?"),
    ("echo &", "E0111 echo &: only `exec` can run in the background"),
    ("ns uts &", "E0111 ns uts &: only `exec` can run in the background"),
  ])
  func found(script: String, diagnostic: String) { #expect(Bench().check(script) == [diagnostic]) }

  @Test(arguments: [
    "echo", "echo a b c", "show", "show --json", "plan", "plan --json sh -c x", "exec",
    "exec sh --json",
    "exec -- --timeout", "quit", "quit 0", "history", "history 5", "limit", "limit pids 5", "box",
    "box a-b",
    "let x = 5", "test a is b", "reset", "undo 3", "redo", "boxes --json", "exec true &",
    "run true &",
    "save -", "save --force x", "help", "help nonsense", "echo --json", "repeat 0 { }",
    "repeat 3 { echo }",
  ])
  func nothingToSay(script: String) { #expect(Bench().check(script) == []) }

  @Test(arguments: [
    "hostname $x", "umask $x", "umask 0$x", "ns $x", "ns uts $x", "map $x 0:0", "map uid $x:0",
    "mount $x /y",
    "limit pids ${x:-0}", "limit $x $y", "quit $1", "exec --timeout $x true", "repeat $x { }",
    "let $x = 5",
    "have ${env:FEATURE}", "root \"$x\" ro", "hostname $@", "umask $@", "quit $@", "ns $@ utc",
    "repeat $@ { }",
    "test $@", "echo $@ x", "exec $@", "cd $out", "apropos $@", "let x $@",
  ])
  func whatOnlyTheRunWillTell(script: String) { #expect(Bench().check(script) == []) }

  @Test(arguments: [
    ("ns $x utc", "E0107 utc: did you mean `uts`?"),
    ("hostname $x b", "E0202 b: nothing more can follow here"),
    ("limit pidz $x", "E0206 pidz: did you mean `pids`?"),
    ("mount proc $x size=1", "E0204 1: expected a size with a unit: K, M, G or T"),
    ("exec --timout $x", "E0203 --timout: did you mean `--timeout`?"),
    ("umask $x 5", "E0202 5: nothing more can follow here"),
    ("quit $x 5", "E0202 5: nothing more can follow here"),
  ])
  func whatIsKnownIsJudgedAllTheSame(script: String, diagnostic: String) {
    #expect(Bench().check(script) == [diagnostic])
  }

  /// `~` is known: it is the host's.
  @Test func theHomeIsKnown() {
    #expect(Bench().check("bind ~/x") == [])
    #expect(Bench().check("cd ~ ~") == ["E0202 ~: nothing more can follow here"])
  }

  @Test func whatALoopMakesOfAVariableIsNotKnown() {
    #expect(Bench().check("for kind in utc nonsense { ns $kind }") == [])
  }
}
