import Foundation
import TestSupport
import Testing

/// What a program in a box that is up has planted, for the next `bind`, `mount` or `exec` in it.
@Suite(.enabled(if: Machine.isRoot, "only root copies mounts of the host into a box that is up"))
struct PlantedTests {
  /// A box with a writable folder of the host, in which a program has run.
  private func run(_ planting: String, _ commands: String, in folder: TemporaryFolder) -> Finished {
    Cloche.commands(
      """
      ns mnt
      root host
      bind $1 /mnt
      cap all
      up
      exec sh -c '\(planting)'
      \(commands)
      """, arguments: [folder.path])
  }

  @Test(arguments: [
    ("ln -s /mnt /tmp/link", "bind /etc/hostname /tmp/link/file"),
    ("ln -s /mnt /tmp/link", "bind /usr /tmp/link/a/b"),
    ("ln -s /mnt /tmp/link", "mount tmpfs /tmp/link/new"),
    ("ln -s ../mnt/file /tmp/file", "bind /etc/hostname /tmp/file"),
    ("mkdir /tmp/a && mount --bind /mnt /tmp/a", "bind /etc/hostname /tmp/a/file"),
  ]) func nothingIsMadeOnTheHost(planting: String, command: String) throws {
    let folder = TemporaryFolder()
    let run = run(planting, "not \(command)\nnot exec ls /mnt/file", in: folder)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [], "\(run.err)")
    #expect(run.status == 0, "\(run.err)")
    // The program itself gets there: the link does what it should.
    let itself = self.run(
      planting,
      """
      exec sh -c 'cd /tmp; test ! -d link || touch link/mine
        test ! -L file || touch file; test ! -d a || touch a/mine'
      """, in: folder)
    #expect(itself.status == 0, "\(itself.err)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
  }

  @Test func aPipeDoesNotHoldItUp() {
    let folder = TemporaryFolder()
    let run = Finished.running(
      ["timeout", "20"]
        + Cloche.words(
          [
            "-c",
            "ns mnt; root host; up; exec mkfifo /tmp/pipe; bind /etc/hostname /tmp/pipe; "
              + "exec cat /tmp/pipe",
          ], asNobody: false), folder: folder.path)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out == (try? String(contentsOfFile: "/etc/hostname", encoding: .utf8)))
  }

  /// A descriptor of cloche's, which every process that joins has until its execve, leads to a folder
  /// of the host by a link in /proc.
  @Test(arguments: ["", "cd $1/here\n"])
  func theWorkingDirectoryIsNoLinkToADescriptor(command: String) throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/here", withIntermediateDirectories: true)
    let links = (3..<24).map { "ln -sfn /proc/self/fd/\($0) $1/here; " }
    for link in links {
      let run = Cloche.commands(
        """
        ns mnt
        mount tmpfs /mnt
        \(command)up
        exec sh -c 'cd /; mv $1/here $1/gone; \(link)' sh $1
        try exec pwd
        """, arguments: [folder.path], folder: "\(folder.path)/here")
      #expect(run.out == "/\n" || run.err.contains("E0413"), "\(link) \(run.out) \(run.err)")
      try FileManager.default.removeItem(atPath: "\(folder.path)/here")
      try FileManager.default.moveItem(
        atPath: "\(folder.path)/gone", toPath: "\(folder.path)/here")
    }
  }
}
