import Foundation
import TestSupport
import Testing

/// What is said of a program that cannot be started.
@Suite struct ProgramRefusalTests {
  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func aFolderOfTheSearchThatMayNotBeEntered() {
    let folder = TemporaryFolder()
    chmod(folder.path, 0o700)
    let context = "env PATH=\(folder.path):/usr/bin"
    let missing = Cloche.commands("\(context); exec no-such-program", asNobody: true)
    #expect(missing.status == 127)
    #expect(missing.err.contains("there is no program `no-such-program`"), "\(missing.err)")
    #expect(Cloche.commands("\(context); exec true", asNobody: true).status == 0)
    let named = Cloche.commands("exec \(folder.path)/program", asNobody: true)
    #expect(named.status == 126)
    #expect(named.err.contains("a folder on the way to it may not be entered"), "\(named.err)")
  }
}
