import Glibc
import TestSupport
import Testing

/// Every script in examples/ runs, and its assertions hold: they are what the lessons claim.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
struct ExamplesTests {
  struct Example: CustomTestStringConvertible {
    let name: String
    var takesRootfs = false
    var needsGroups = false
    /// Runs as an ordinary user too.
    var forNobody = false
    var testDescription: String { name }
  }

  static let examples = [
    Example(name: "seed", takesRootfs: true, forNobody: true),
    Example(name: "namespaces", forNobody: true),
    Example(name: "chroot", takesRootfs: true),
    Example(name: "box", forNobody: true),
    Example(name: "limits", needsGroups: true),
    Example(name: "rootless", forNobody: true),
    Example(name: "capabilities", forNobody: true),
    Example(name: "seccomp", forNobody: true),
    Example(name: "fork-bomb", needsGroups: true),
  ]

  @Test func allOfThemAreListedHere() {
    let present = Finished.running(["ls", "\(Machine.repository)/examples"]).out
      .split(separator: "\n").filter { $0.hasSuffix(".cloche") }.map { String($0.dropLast(7)) }
    #expect(Set(present) == Set(Self.examples.map(\.name)))
  }

  @Test(arguments: examples) func holds(_ example: Example) throws {
    try run(example, asNobody: false)
  }

  @Test(
    .enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"),
    arguments: examples.filter(\.forNobody))
  func holdsForNobody(_ example: Example) throws {
    try run(example, asNobody: true)
  }

  private func run(_ example: Example, asNobody: Bool) throws {
    if example.needsGroups, !Machine.canLimit {
      try Test.cancel("no control groups can be made here")
    }
    var arguments: [String] = []
    if example.takesRootfs {
      guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
      // The lesson may write into its root.
      arguments.append(rootfs)
    }
    // For a user to whom the project's own folder may be closed.
    let script = TemporaryFile(
      Files.read("\(Machine.repository)/examples/\(example.name).cloche") ?? [])
    let checked = Cloche.run(["--check", script.path], asNobody: asNobody)
    #expect(checked.status == 0, "\(checked.err)")
    let run = Cloche.run([script.path] + arguments, asNobody: asNobody)
    #expect(run.status == 0, "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }
}
