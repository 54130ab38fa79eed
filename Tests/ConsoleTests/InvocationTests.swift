import TestSupport
import Testing

@Suite struct InvocationTests {
  @Test func versionAndHelpSucceed() {
    #expect(Cloche.run("--version").status == 0)
    #expect(Cloche.run("--help").out.contains("usage: cloche"))
  }

  @Test func aMissingArgumentIsAUsageError() {
    let run = Cloche.run("-c")
    #expect(run.status == 2)
    #expect(run.err.contains("`-c` needs COMMANDS"))
  }
}
