import Foundation
import TestSupport
import Testing

/// The working directory, where mounts cover the folder in which cloche was started.
@Suite struct CoveredFolderTests {
  private static let users = Machine.canBecomeNobody ? [false, true] : [false]

  private func inside(_ commands: String, asNobody: Bool) -> (Finished, [String]) {
    let folder = TemporaryFolder()
    chmod(folder.path, 0o777)
    let run = Cloche.commands(
      "ns user mnt; \(commands)", arguments: [folder.path], asNobody: asNobody, folder: folder.path)
    return (run, (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? ["gone"])
  }

  /// The way through is there: without a mount over the folder, the program writes in it.
  @Test(arguments: users) func whatIsNotCoveredIsTheFolder(asNobody: Bool) {
    let (run, files) = inside("mount tmpfs /mnt; exec touch ./through", asNobody: asNobody)
    #expect(run.status == 0, "\(run.err)")
    #expect(files == ["through"])
  }

  @Test(arguments: users) func whatIsReadOnlyIsSoThroughTheFolderToo(asNobody: Bool) {
    let (run, files) = inside("bind $1 ro; not exec touch ./through; exec pwd", asNobody: asNobody)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out.contains("/cloche-test-"), "\(run.out)")
    #expect(files == [])
  }

  @Test(arguments: ["", "cd .; ", "up; ", "cd .; up; ", "init off; "])
  func whatIsCoveredIsOutOfReach(more: String) {
    for asNobody in Self.users {
      let (run, files) = inside(
        "mount tmpfs $1; \(more)exec touch ./through", asNobody: asNobody)
      #expect(run.status == 0, "\(run.err)")
      #expect(files == [])
    }
  }

  @Test func whatIsCoveredLaterIsOutOfReach() {
    let (run, files) = inside("up; mount tmpfs $1; exec touch ./through", asNobody: false)
    #expect(run.status == 0, "\(run.err)")
    #expect(files == [])
  }

  @Test func whereItIsNotThereTheProgramBeginsAtTheTop() {
    let (run, _) = inside("mount tmpfs /tmp; exec pwd; show", asNobody: false)
    #expect(run.out.hasPrefix("/\n"), "\(run.out) \(run.err)")
    #expect(run.out.contains("looked up behind the mounts"), "\(run.out)")
  }
}
