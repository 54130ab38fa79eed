import Language
import Session
import Testing
import TestSupport

/// Sourced files are looked into, as far as they are known and there.
@Suite struct CheckerFileTests {
  private let folder = TemporaryFolder()
  private let bench = Bench()

  private func check(_ text: String) -> [String] {
    bench.check(text, path: "\(folder.path)/main.cloche")
  }

  @Test func whatIsWrongInThem() {
    folder.write("lib.cloche", "echo fine\nnonsense\nns utc\n")
    #expect(
      check("source lib.cloche\nhostnam a") == [
        "E0101 hostnam: did you mean `hostname`?", "E0101 nonsense",
        "E0107 utc: did you mean `uts`?",
      ])
  }

  @Test func theirSyntax() {
    folder.write("lib.cloche", "echo 'open\n")
    #expect(check("source lib.cloche").map { String($0.prefix(5)) } == ["E0003"])
  }

  @Test func theirSettingsStay() {
    folder.write("uts.cloche", "ns uts\n")
    folder.write("name.cloche", "hostname a\n")
    #expect(check("source uts.cloche\nhostname a\nexec true") == [])
    #expect(
      check("source name.cloche\nexec true") == ["E0450 hostname a: it would rename the host"])
    #expect(check("source name.cloche\nsource uts.cloche\nexec true") == [])
  }

  @Test func theirDefinitionsStay() {
    folder.write("lib.cloche", "def greet who { echo hello $who }\n")
    #expect(check("source lib.cloche\ngreet you") == [])
    #expect(check("source lib.cloche\ngreet") == ["E0201 greet: got 0"])
    #expect(check("source lib.cloche\ngret you") == ["E0101 gret: did you mean `greet`?"])
  }

  @Test func theyAreFoundFromTheFileThatNamesThem() {
    folder.makeFolder("sub")
    folder.write("sub/outer.cloche", "source inner.cloche\n")
    folder.write("sub/inner.cloche", "nonsense\n")
    #expect(check("source sub/outer.cloche") == ["E0101 nonsense"])
    #expect(check("source \(folder.path)/sub/outer.cloche") == ["E0101 nonsense"])
  }

  /// They may be made by then, and define anything.
  @Test(arguments: [
    "source nowhere.cloche", "source $file", "source ${file:-lib.cloche}", "source $@",
    "try source nowhere.cloche",
  ])
  func whatIsNotThereIsNotJudged(source: String) {
    folder.write("lib.cloche", "nonsense\n")
    #expect(check(source + "\nhostname a\nexec true") == [])
    if !source.contains("$@") { #expect(check(source + "\nwhatever") == []) }
    // What has no meaning at all is none later either.
    #expect(check(source + "\nns utc") == ["E0107 utc: did you mean `uts`?"])
  }

  @Test func whatIsInTheWayOfAFolder() {
    folder.makeFolder("lib.cloche")
    #expect(check("source lib.cloche\nwhatever") == [])
  }

  /// Once each: two such lines in a file would be followed for ever, if they were.
  @Test(arguments: ["a.cloche", "./a.cloche", "././a.cloche", ".//a.cloche", "sub/../a.cloche"])
  func oneThatSourcesItselfIsLookedIntoOnce(path: String) {
    folder.makeFolder("sub")
    folder.write("a.cloche", "nonsense\nsource \(path)\n")
    #expect(check("source a.cloche") == ["E0101 nonsense"])
  }

  @Test func twoThatSourceEachOther() {
    folder.write("a.cloche", "source ./b.cloche\nnonsense1\n")
    folder.write("b.cloche", "source ./a.cloche\nnonsense2\n")
    #expect(check("source a.cloche") == ["E0101 nonsense1", "E0101 nonsense2"])
  }

  @Test func theScriptItself() {
    let text = "source ./main.cloche\nnonsense\n"
    folder.write("main.cloche", text)
    #expect(check(text) == ["E0101 nonsense"])
  }

  /// A recursion that ends is the run's to judge: nothing is known behind it.
  @Test func behindARecursionNothingIsKnown() {
    let text = "if test $# gt 0 { source main.cloche }\nhostname a\nexec true\n"
    folder.write("main.cloche", text)
    #expect(check(text) == [])
  }

  @Test func theChainOfInclusionsIsKept() throws {
    folder.write("lib.cloche", "nonsense\n")
    let found = bench.diagnostics("source lib.cloche", path: "\(folder.path)/main.cloche")
    let span = try #require(found.first?.span)
    #expect(bench.session.messages.sources[span.source].name == "\(folder.path)/lib.cloche")
    #expect(
      bench.session.messages.sources.inclusions(of: span.source).map {
        bench.session.messages.text(of: $0)
      } == [
        "source lib.cloche"
      ])
  }
}
