import TestSupport
import Testing

/// `--json` of what explains.
@Suite struct TextDocumentTests {
  @Test(arguments: [
    ("help --json ns", #"{"subject":"ns","text":"#), ("help --json", #"{"subject":null,"text":"#),
    ("explain --json ns", #"{"subject":"ns","text":"#),
    ("explain --json 2", #"{"subject":"2","text":"#),
    ("complete --json 'ns uts u'", #"{"candidates":[{"word":"user","meaning":"#),
    ("complete --json 'nothing of this '", #"{"candidates":[]}"#),
  ]) func oneDocument(_ script: String, _ beginning: String) {
    let run = Cloche.run("--color=always", "-c", script)
    #expect(run.status == 0 && run.out.hasPrefix(beginning), "\(run.err)\(run.out)")
    #expect(run.out.split(separator: "\n").count == 1 && !run.out.contains("\u{1b}"))
  }

  /// Nothing is printed of what there is no help on, and what follows is.
  @Test func whatIsUnknown() {
    let run = Cloche.commands("try help --json 'no such thing'; echo after")
    #expect(run.status == 0 && run.out == "after\n" && run.err.hasPrefix("error[E0206]"))
  }
}
