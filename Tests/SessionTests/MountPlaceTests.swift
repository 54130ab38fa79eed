import Foundation
import TestSupport
import Testing

/// What is mounted where, as the program sees it; and each fix that a refusal prints, carried out.
@Suite struct MountPlaceTests {
  private static let users = Machine.canBecomeNobody ? [false, true] : [false]

  /// A folder that everybody may use.
  private func folder(_ names: String...) throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    chmod(folder.path, 0o777)
    for name in names {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    return folder
  }

  @Test(arguments: users) func theSourceIsTheHostsBeneathWhatCoversIt(asNobody: Bool) throws {
    let folder = try folder("project/inner")
    let run = Cloche.commands(
      "ns user mnt; mount tmpfs $1; bind $1/project; exec ls $1/project",
      arguments: [folder.path], asNobody: asNobody)
    #expect(run.out == "inner\n", "\(run.err)")
  }

  @Test func byALinkAsWell() throws {
    let folder = try folder("home/project/inner")
    symlink("home", "\(folder.path)/link")
    let run = Cloche.commands(
      "ns user mnt; mount tmpfs $1/home; bind $1/link/project $1/home/project; exec ls $1/home/project",
      arguments: [folder.path])
    #expect(run.out == "inner\n", "\(run.err)")
  }

  @Test(arguments: users) func theDevicesAreTheHostsToo(asNobody: Bool) {
    let run = Cloche.commands(
      "ns user mnt; mount tmpfs /dev; mount dev /dev; exec sh -c 'echo gone > /dev/null; ls /dev/pts'",
      asNobody: asNobody)
    #expect(run.out == "ptmx\n", "\(run.err)")
  }

  @Test func inACrowd() throws {
    let folder = try folder("home/project/inner")
    let crowd = (0..<200).map { "bind /usr/share $1/home/\($0)" }.joined(separator: "; ")
    let run = Cloche.commands(
      "ns user mnt; mount tmpfs $1/home; \(crowd); bind $1/home/project; exec ls $1/home/project",
      arguments: [folder.path])
    #expect(run.out == "inner\n", "\(run.err.prefix(400))")
  }

  @Test func relativePathsBeginInClochesFolder() throws {
    let folder = try folder("project/inner", "other")
    let run = Cloche.commands(
      "ns user mnt; bind project ./other; exec ls other; bind ./project/../project/inner ro; exec true",
      folder: folder.path)
    #expect(run.out == "inner\n", "\(run.err)")
    #expect(run.status == 0, "\(run.err)")
  }

  @Test(arguments: users) func theRootCanBeReadOnlyInstead(asNobody: Bool) {
    let name = "/tmp/cloche-root-\(UUID().uuidString)"
    let run = Cloche.commands("ns user mnt; root / ro; exec touch \(name)", asNobody: asNobody)
    #expect(run.err.contains("Read-only file system"), "\(run.err)")
    #expect(!FileManager.default.fileExists(atPath: name))
  }

  /// Commands that are refused, parts of what is said, and the commands of the fix.
  struct Case: CustomTestStringConvertible {
    let refused: String
    let parts: [String]
    let mended: String
    var testDescription: String { refused }
  }

  @Test(arguments: [
    Case(
      refused: "root / ro; bind /tmp /here",
      parts: ["there is no /here inside", "`bind /tmp /mnt`"],
      mended: "root / ro; bind /tmp /mnt"),
    Case(
      refused: "root / ro; bind /etc/hostname /here",
      parts: ["`mount tmpfs /mnt`", "`bind /etc/hostname /mnt/here`"],
      mended: "root / ro; mount tmpfs /mnt; bind /etc/hostname /mnt/here"),
    Case(
      refused: "root / ro; bind /tmp /home/x/y ro",
      parts: ["`mount tmpfs /home`", "`bind /tmp /home/x/y ro`"],
      mended: "root / ro; mount tmpfs /home; bind /tmp /home/x/y ro"),
    Case(
      refused: "mount tmpfs /here size=1M", parts: ["`mount tmpfs /mnt size=1M`"],
      mended: "mount tmpfs /mnt size=1M"),
    Case(
      refused: "bind /dev/null /home",
      parts: ["/home is a folder inside", "`mount tmpfs /home`", "`bind /dev/null /home/null`"],
      mended: "mount tmpfs /home; bind /dev/null /home/null"),
    Case(
      refused: "bind /tmp /etc/hostname",
      parts: ["/etc/hostname is not a folder inside", "`bind /tmp /mnt`"], mended: "bind /tmp /mnt"),
  ]) func theFixEndsTheRefusal(_ given: Case) {
    for asNobody in Self.users {
      let refused = Cloche.commands("ns user mnt; \(given.refused); exec true", asNobody: asNobody)
      #expect(refused.status == 125)
      let words = refused.err.replacing(/\n +/, with: " ")
      for part in given.parts { #expect(words.contains(part), "\(refused.err)") }
      let mended = Cloche.commands("ns user mnt; \(given.mended); exec true", asNobody: asNobody)
      #expect(mended.status == 0, "\(mended.err)")
    }
  }

  @Test(arguments: users) func aLinkThatLeadsNowhere(asNobody: Bool) throws {
    guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
    let folder = try folder("etc", "run", "bin")
    try FileManager.default.copyItem(
      atPath: "\(rootfs)/bin/busybox", toPath: "\(folder.path)/bin/busybox")
    symlink("../run/x/resolv.conf", "\(folder.path)/etc/resolv.conf")
    let start = "ns user mnt; root $1"
    func run(_ commands: String) -> Finished {
      Cloche.commands(
        "\(start); \(commands); exec /bin/busybox cat /etc/resolv.conf", arguments: [folder.path],
        asNobody: asNobody)
    }
    let refused = run("mount tmpfs /run; bind /etc/hostname /etc/resolv.conf")
    let words = refused.err.replacing(/\n +/, with: " ")
    #expect(words.contains("is a link inside, and leads to /run/x/resolv.conf"), "\(refused.err)")
    #expect(words.contains("fix: `bind /etc/hostname /run/x/resolv.conf`"), "\(refused.err)")
    let name = try String(contentsOfFile: "/etc/hostname", encoding: .utf8)
    #expect(run("mount tmpfs /run; bind /etc/hostname /run/x/resolv.conf").out == name)
    let without = run("bind /etc/hostname /etc/resolv.conf")
    #expect(without.err.contains("`mount tmpfs /run`"), "\(without.err)")
  }
}
