import TestSupport
import Testing

/// Standard descriptors that are folders: a program could begin paths at them.
@Suite struct FolderDescriptorTests {
  private func running(_ redirection: String) -> Finished {
    Finished.running(
      ["sh", "-c", "exec \(Cloche.path) --norc -c 'exec true' \(redirection)"])
  }

  @Test(arguments: ["0</", "1</", "0</proc/self"]) func isRefused(redirection: String) {
    let run = running(redirection)
    #expect(run.status == 125)
    #expect(
      run.err.contains("error[E0505]: descriptor \(redirection.prefix(1)) of cloche is a folder"))
    #expect(run.err.contains("/dev/null`"), "\(run.err)")
  }

  @Test func isRefusedWithoutAWordWhereItIsTheWayToSayIt() {
    #expect(running("2</").status == 125)
  }

  @Test(arguments: ["0</dev/null", "1>/dev/null"]) func theFixEndsTheRefusal(redirection: String) {
    let run = running(redirection)
    #expect(run.status == 0, "\(run.err)")
  }
}
