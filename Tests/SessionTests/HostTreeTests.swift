import Foundation
import TestSupport
import Testing

/// What `root host` makes by itself.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
struct HostTreeTests {
  private static let users = Machine.canBecomeNobody ? [false, true] : [false]

  @Test(arguments: users) func aFreshProcWithNsPid(asNobody: Bool) {
    let fresh = Cloche.commands(
      "ns user pid mnt; root host; exec sh -c 'ls /proc | grep -c \"^[0-9]\"'", asNobody: asNobody)
    #expect((Int(fresh.out.dropLast()) ?? 99) < 6, "\(fresh.out) \(fresh.err)")
    let none = Cloche.commands("ns user mnt; root host; exec ls /proc", asNobody: asNobody)
    #expect(none.out == "", "\(none.out)")
  }

  @Test(
    .enabled(if: Machine.isRoot, "needs root to cover parts of /proc"))
  func theFixOfACoveredProcEndsTheRefusal() {
    // In a namespace of its own a part of /proc is covered, as container runtimes do.
    func run(_ inner: String) -> Finished {
      Cloche.commands(
        "ns mnt; bind /dev/null /proc/version; cap all; exec \(Cloche.path) -c '\(inner)'")
    }
    let refused = run("ns user pid mnt; root host; exec true")
    let words = refused.err.replacing(/\n +/, with: " ")
    #expect(words.contains("/proc/version is mounted over"), "\(refused.err)")
    #expect(words.contains("`bind /proc /proc ro`"), "\(refused.err)")
    #expect(run("ns user pid mnt; root host; bind /proc /proc ro; exec true").status == 0)
  }

  @Test(.enabled(if: Machine.isRoot, "needs root to put another /etc in place"))
  func namesResolveWhereTheFileIsALink() throws {
    let folder = TemporaryFolder()
    for name in ["etc", "run/resolve"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    try "nameserver 192.0.2.1\n".write(
      toFile: "\(folder.path)/run/resolve/stub.conf", atomically: true, encoding: .utf8)
    symlink("../run/resolve/stub.conf", "\(folder.path)/etc/resolv.conf")
    // A link to the host's program would not do: the inner one runs where /run and /etc are others.
    let inner = "ns mnt; root host; exec cat /etc/resolv.conf"
    let run = Cloche.commands(
      "ns mnt; bind $1/etc /etc; bind $1/run /run; cap all; exec \(Cloche.path) -c '\(inner)'",
      arguments: [folder.path])
    #expect(run.out == "nameserver 192.0.2.1\n", "\(run.err)")
    let written = Cloche.commands(
      "ns mnt; bind $1/etc /etc; bind $1/run /run; cap all; exec \(Cloche.path) -c 'ns mnt; root host;"
        + " exec sh -c \"echo x > /etc/resolv.conf\"'", arguments: [folder.path])
    #expect(written.err.contains("Read-only file system"), "\(written.err)")
  }
}
