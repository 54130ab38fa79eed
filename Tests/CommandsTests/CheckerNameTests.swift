import Language
import Session
import Testing

/// Names that nothing has, found without running anything.
@Suite struct CheckerNameTests {
  @Test(arguments: [
    ("hostnam a", "E0101 hostnam: did you mean `hostname`?"),
    ("tyr exec true", "E0101 tyr: did you mean `try`?"),
    ("exce true", "E0101 exce: did you mean `exec`?"),
    ("frobnicate", "E0101 frobnicate"), ("utsname -a", "E0101 utsname"),
    ("def greet { }\ngret", "E0101 gret: did you mean `greet`?"),
    ("try nonsense1", "E0101 nonsense1"), ("if nonsense2 { }", "E0101 nonsense2"),
    ("if true1 { }", "E0101 true1"), ("for x in a { nonsense3 }", "E0101 nonsense3"),
    ("def f { nonsense4 }", "E0101 nonsense4"), ("scope { nonsense5 }", "E0101 nonsense5"),
    ("repeat 0 { nonsense6 }", "E0101 nonsense6"), ("capture nonsense7", "E0101 nonsense7"),
    ("not nonsense8", "E0101 nonsense8"),
    ("if have root { } else if have tty { } else { nonsense9 }", "E0101 nonsense9"),
  ])
  func unknown(script: String, found: String) { #expect(Bench().check(script) == [found]) }

  @Test func itSaysWhatElseThereIs() {
    let found = Bench().diagnostics("ls")
    #expect(found.map(\.message) == ["unknown command `ls`"])
    #expect(
      found.first?.remarks.map(\.text) == [
        "`help` lists the commands; `exec ls` runs a program of this name"
      ])
  }

  @Test func allOfThemInOrderOfPosition() {
    let script = """
      first1
      def f {
        second2
      }
      ns utc; third3
      if fourth4 { fifth5 } else { sixth6 }
      """
    #expect(
      Bench().check(script).map { String($0.prefix(13)) } == [
        "E0101 first1", "E0101 second2", "E0107 utc: di", "E0101 third3", "E0101 fourth4",
        "E0101 fifth5", "E0101 sixth6",
      ])
  }

  /// At a prompt a beginning is enough, as long as there is a command that it may be.
  @Test func beginningsAtAPromptOnly() {
    #expect(Bench(isInteractive: true).check("hostn mocker") == [])
    #expect(Bench(isInteractive: true).check("frob").count == 1)
    #expect(Bench().check("hostn mocker").count == 1)
  }

  @Test func anAliasIsACommand() { #expect(Bench().check("run true\n! true\nexit 0") == []) }

  @Test func nothingIsRun() throws {
    let bench = Bench()
    #expect(bench.check("ns uts\nlet x = 5\ndef f { }\nquit 3\nbox other\nhelp\necho hi") == [])
    #expect(bench.session.context.facets.isEmpty)
    #expect(bench.session.interpreter.variables.names == [])
    #expect(bench.session.interpreter.quitStatus == nil)
    #expect(bench.session.boxes.names == ["main"])
    #expect(bench.session.interpreter.definitions.isEmpty)
    #expect(bench.reporter.lines == [])
  }
}
