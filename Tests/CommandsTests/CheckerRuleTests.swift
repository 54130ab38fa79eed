import Session
import Testing

/// Static rules, applied where a script launches something.
@Suite struct CheckerRuleTests {
  private static let label = "it would rename the host"

  @Test(arguments: [
    "exec true", "run true", "plan true", "plan", "exec", "capture exec true", "exec true &",
    "scope { exec true }", "capture capture exec true", "repeat 2 { exec true }",
    "for x in a { exec true }", "for x in $@ b { exec true }", "for x in ${y:-} { exec true }",
    "if have root { exec true }", "if have root { } else { exec true }",
    "if have root { } else if have tty { } else { exec true }", "echo x; exec true; exec false",
    "exec $x", "exec sh -c $x",
  ])
  func isReported(launch: String) {
    #expect(Bench().check("hostname a\n" + launch) == ["E0450 hostname a: \(Self.label)"])
  }

  @Test(arguments: [
    "", "echo exec true", "ns uts\nexec true", "reset\nexec true", "undo\nexec true",
    "redo\nexec true", "box other\nexec true", "ns $kind\nexec true", "host true", "! true", "show",
    "save -", "def f { exec true }",
    // A refusal is expected here, or heeded.
    "try exec true", "not exec true", "if exec true { }", "if not exec true { }",
    "try capture exec true", "capture try exec true", "try scope { exec true }",
    "try repeat 2 { exec true }", "not for x in a { exec true }",
    "try if have root { exec true }",
    // Maybe nothing is launched.
    "repeat 0 { exec true }", "repeat $n { exec true }", "for x in { exec true }",
    "for x in $@ { exec true }",
  ])
  func isNotReported(rest: String) { #expect(Bench().check("hostname a\n" + rest) == []) }

  @Test func eachOnceInOrderOfPosition() {
    let script = """
      exec true
      domainname b
      hostname a
      mount proc /proc
      exec true
      exec true
      plan
      """
    #expect(
      Bench().check(script) == [
        "E0450 domainname b: \(Self.label)", "E0450 hostname a: \(Self.label)",
        "E0450 mount proc /proc: it would show the host's processes",
        "E0450 mount proc /proc: it would change the host's own tree",
      ])
  }

  @Test func aSecondBreachIsAnotherOne() {
    #expect(
      Bench().check("hostname a\nexec true\nhostname b\nexec true") == [
        "E0450 hostname a: \(Self.label)", "E0450 hostname b: \(Self.label)",
      ])
  }

  @Test func theContextOfTheSessionCounts() throws {
    let bench = Bench()
    try bench.run("ns uts")
    #expect(bench.check("hostname a\nexec true") == [])
    #expect(bench.check("ns -uts\nhostname a\nexec true").count == 1)
    try bench.run("ns -uts\nhostname b")
    #expect(bench.check("exec true") == ["E0450 hostname b: \(Self.label)"])
  }

  @Test func aGuardEndsWithItsCommand() {
    #expect(Bench().check("hostname a\ntry exec true\nexec true").count == 1)
    #expect(Bench().check("hostname a\nif exec true { exec true }").count == 1)
  }

  @Test func theFixIsTold() {
    let found = Bench().diagnostics("hostname a\nexec true")
    #expect(found.map { $0.remarks.map(\.text) } == [["`ns uts`"]])
  }

  /// What a guarded command did may not have been done.
  @Test func behindAGuardNothingIsKnown() {
    #expect(Bench().check("try ns uts\nhostname a\nexec true") == [])
    #expect(Bench().check("hostname a\ntry ns uts\nexec true") == [])
    #expect(Bench().check("ns uts\ntry ns uts\nhostname a\nexec true") == [])
    #expect(Bench().check("try echo\nhostname a\nexec true").count == 1)
  }

  @Test func runsWhatItHasChecked() throws {
    // The run refuses with the same words.
    let bench = Bench()
    try #require(try bench.run("hostname a\nexec true") != 0)
    let checked = Bench().diagnostics("hostname a\nexec true")
    #expect(bench.reporter.diagnostics.first?.message == checked.first?.message)
    #expect(bench.reporter.diagnostics.first?.span == checked.first?.span)
  }
}
