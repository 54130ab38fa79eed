import Glibc
import TestSupport
import Testing

/// A file is written whole or not at all.
@Suite struct SaveTests {
  /// The file system is full: the old script stays as it was, and nothing is left beside it.
  @Test(.enabled(if: Machine.isRoot, "only root can mount a small file system"))
  func aFullDisk() {
    let run = Finished.running([
      "unshare", "-m", "sh", "-c",
      """
      mount -t tmpfs -o size=16k none /mnt && cd /mnt
      "$0" -c 'ns uts user; hostname first; save old' || exit 3
      head -c 12k /dev/zero > filler 2> /dev/null
      "$0" -c "env A=$(head -c 20000 /dev/zero | tr '\\0' x); save --force old"
      echo "status $?"; cat old; ls -A
      """, Cloche.path,
    ])
    #expect(run.out.hasPrefix("status 1\n"), "\(run.out) \(run.err)")
    #expect(run.out.contains("hostname first\n"), "\(run.out)")
    #expect(run.out.hasSuffix("filler\nold\n"), "\(run.out)")
    #expect(run.err.contains("ENOSPC"), "\(run.err)")
  }

  /// The mode of the file stays, and a link leads to the same place.
  @Test func modesAndLinks() throws {
    let folder = TemporaryFolder()
    let run = Cloche.commands(
      """
      ns uts; save real
      host sh -c 'chmod 640 real; ln -s real link'
      hostname x; save --force link
      host sh -c 'stat -c %a real; readlink link; cat real'
      """, folder: folder.path)
    #expect(run.out == "640\nreal\nns uts\nhostname x\n", "\(run.err)")
  }
}
