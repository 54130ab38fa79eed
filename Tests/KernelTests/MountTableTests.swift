import Kernel
import Testing

/// The mounts, from the text of /proc/self/mountinfo.
@Suite struct MountTableTests {
  @Test func eachLineIsAMount() {
    let table = MountTable(
      """
      23 1 8:1 / / rw,relatime shared:1 master:2 - ext4 /dev/sda1 rw
      33 31 0:30 /a/b /sys/fs/cgroup rw,nosuid - cgroup2 none rw,nsdelegate
      """)
    #expect(table.mounts.map(\.root) == ["/", "/a/b"])
    #expect(table.mounts.map(\.point) == ["/", "/sys/fs/cgroup"])
    #expect(table.mounts.map(\.type) == ["ext4", "cgroup2"])
  }

  @Test(arguments: ["", "23 1 8:1 /", "23 1 8:1 / / rw,relatime shared:1", "23 1 8:1 / / rw -"])
  func aLineThatIsCutIsNone(_ text: String) {
    #expect(MountTable(text).mounts.isEmpty)
  }

  @Test func thisProcessHasARoot() throws {
    let table = try #require(MountTable.current)
    #expect(table.mounts.contains { $0.point == "/" })
  }
}
