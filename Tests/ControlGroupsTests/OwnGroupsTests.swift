import Testing

@testable import ControlGroups

/// The groups that a process is in, from the text of /proc/self/cgroup.
@Suite struct OwnGroupsTests {
  private func own(_ text: String, _ version: Int, root: String = "/") -> String? {
    OwnGroups(text, nil)[
      Hierarchy(version: version, mount: "/sys/fs/cgroup", root: root, controller: "cpuacct")]
  }

  private let hybrid = """
    12:name=systemd:/init.scope
    4:cpu,cpuacct:/a:b/c
    3:cpu:/other
    0::/user.slice
    """

  @Test func aHierarchyIsListedByItsControllers() {
    #expect(own(hybrid, 1) == "/a:b/c")
    #expect(own(hybrid, 2) == "/user.slice")
    #expect(own("3:cpu:/other", 1) == nil)
    #expect(own("3:cpu:/other", 2) == nil)
    #expect(own("", 1) == nil)
  }

  @Test(
    arguments: [
      ("/", "/a:b/c"), ("/a:b", "/c"), ("/a:b/c", "/"), ("/a", nil), ("/x", nil),
    ] as [(String, String?)]) func itIsRelativeToWhatIsMounted(_ root: String, _ group: String?)
  {
    #expect(own(hybrid, 1, root: root) == group)
  }

  /// In a control group namespace: see cgroup_namespaces(7).
  @Test func whatLiesAboveItsNamespaceIsNowhere() {
    #expect(own("0::/../b", 2) == nil)
  }

  @Test func aPathIsBelowTheMount() {
    let hierarchy = Hierarchy(version: 2, mount: "/mnt/c", root: "/", controller: "")
    #expect(OwnGroups("0::/a", nil).path(in: hierarchy) == "/mnt/c/a")
    #expect(OwnGroups("0::/", nil).path(in: hierarchy) == "/mnt/c")
    #expect(OwnGroups("0::/../b", nil).path(in: hierarchy) == "/mnt/c")
    #expect(OwnGroups("0::/a", nil).path(of: "pids") == "pids")
  }
}
