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

  @Test(arguments: [
    (#"/a\040b"#, "/a b"), (#"/\011\012\134x"#, "/\t\n\\x"), (#"/a\"#, #"/a\"#),
    (#"/\04"#, #"/\04"#),
    (#"/\999"#, #"/\999"#), (#"/\303\244"#, "/ä"),
  ])
  func whatTheKernelEscapesIsRead(_ written: String, _ path: String) {
    let table = MountTable("23 1 8:1 \(written) \(written) rw,relatime - ext4 /dev/sda1 rw")
    #expect(table.mounts.map(\.point) == [path])
    #expect(table.mounts.map(\.root) == [path])
  }

  @Test func thisProcessHasARoot() throws {
    let table = try #require(MountTable.current)
    #expect(table.mounts.contains { $0.point == "/" })
  }
}
