import Testing

/// The static rules: what could not work or would hurt the host, with the command that mends it.
@Suite struct RuleTests {
  @Test func hostnameOfTheHost() throws {
    try expectViolations(
      "hostname mocker",
      are: """
        E0450 `hostname` without a uts namespace
        at: hostname mocker
        label: it would rename the host
        fix: `ns uts`
        """)
  }

  @Test func domainnameOfTheHost() throws {
    try expectViolations(
      "domainname glass",
      are: """
        E0450 `domainname` without a uts namespace
        at: domainname glass
        label: it would rename the host
        fix: `ns uts`
        """)
  }

  @Test func aMapOfNothing() throws {
    try expectViolations(
      "map self",
      are: """
        E0450 `map` without a user namespace
        at: map self
        label: there is nothing to map ids for
        fix: `ns user`
        """)
  }

  @Test func aMapOfGroupsAlone() throws {
    try expectViolations(
      "ns uts\nmap gid 0:0",
      are: """
        E0450 `map` without a user namespace
        at: map gid 0:0
        label: there is nothing to map ids for
        fix: `ns user`
        """)
  }

  @Test func rootHostWithoutAMountNamespace() throws {
    try expectViolations(
      "root host",
      are: """
        E0450 `root host` without a mount namespace
        at: root host
        label: its folders are mounts
        fix: `ns mnt`
        """)
  }

  @Test func aReadOnlyRootWithoutAMountNamespace() throws {
    try expectViolations(
      "root /srv/rootfs ro",
      are: """
        E0450 a read-only root without a mount namespace
        at: root /srv/rootfs ro
        label: read-only is a mount's attribute
        fix: `ns mnt`
        """)
  }

  @Test func aRootThatOnlyChrootCouldGive() throws {
    try expectViolations(
      "root /srv/rootfs",
      are: """
        E0450 a root without a mount namespace
        at: root /srv/rootfs
        label: it would be entered by chroot(2), which a privileged program leaves again
        fix: `ns mnt`
        fix: `root /srv/rootfs chroot` to see that
        """)
  }

  @Test func mountsInTheHostsOwnTree() throws {
    try expectViolations(
      "mount tmpfs /tmp\nbind /usr /mnt",
      are: """
        E0450 `mount` without a mount namespace
        at: mount tmpfs /tmp
        label: it would change the host's own tree
        fix: `ns mnt`

        E0450 `bind` without a mount namespace
        at: bind /usr /mnt
        label: it would change the host's own tree
        fix: `ns mnt`
        """)
  }

  @Test func procOfTheHost() throws {
    try expectViolations(
      "ns mnt\nmount proc /proc",
      are: """
        E0450 `mount proc` without a new pid namespace
        at: mount proc /proc
        label: it would show the host's processes
        fix: `ns pid`
        """)
  }

  @Test func twoRulesBrokenByOneCommand() throws {
    try expectViolations(
      "mount proc /proc",
      are: """
        E0450 `mount proc` without a new pid namespace
        at: mount proc /proc
        label: it would show the host's processes
        fix: `ns pid`

        E0450 `mount` without a mount namespace
        at: mount proc /proc
        label: it would change the host's own tree
        fix: `ns mnt`
        """)
  }

  @Test func queuesOfTheHostInAUserNamespace() throws {
    try expectViolations(
      "ns user mnt\nmount mqueue /dev/mqueue",
      are: """
        E0450 `mount mqueue` without a new ipc namespace
        at: mount mqueue /dev/mqueue
        label: the host's queues belong to its own user namespace
        fix: `ns ipc`
        """)
  }

  @Test func theNetworkOfTheHostInAUserNamespace() throws {
    try expectViolations(
      "ns user mnt\nmount sysfs /sys",
      are: """
        E0450 `mount sysfs` without a new net namespace
        at: mount sysfs /sys
        label: the host's network belongs to its own user namespace
        fix: `ns net`
        """)
  }

  @Test func aTimeNamespaceThatNobodyIsIn() throws {
    try expectViolations(
      "ns time\ninit off",
      are: """
        E0451 `init off` with a new time namespace
        at: init off
        label: no process would be in the namespace
        why: a process cannot enter a time namespace that it makes, only its children do
        fix: `init on`, or `ns -time`
        """)
  }

  /// A program keeps the root that it has when something is mounted over it.
  @Test(arguments: [
    ("bind / / ro", "bind", "`root / ro`"), ("bind /srv /", "bind", "`root /srv`"),
    ("bind /srv //. nodev", "bind", "`root /srv`"),
    (
      "mount tmpfs /", "mount",
      "`root host` for a fresh root with the host's system folders, or `root DIR`"
    ),
  ])
  func aMountOverTheRoot(line: String, command: String, fix: String) throws {
    try expectViolations(
      "ns mnt\n" + line,
      are: """
        E0451 `\(command)` on the root `/`
        at: \(line)
        label: it would have no effect
        why: a program keeps the root that it has when something is mounted over it
        fix: \(fix)
        """)
  }

  @Test func inOrderOfPosition() throws {
    let violations = try Building.context(
      "mount proc /p\nhostname a\nmount tmpfs /t\ndomainname b\nmap root"
    ).violations
    let starts = violations.compactMap { $0.span?.start }
    #expect(starts.count == 6)
    #expect(starts == starts.sorted())
  }

  @Test(arguments: [
    "", "ns uts\nhostname mocker\ndomainname glass", "hostname mocker\nns uts", "ns user\nmap self",
    "ns mnt\nroot host", "ns mnt\nroot /srv/rootfs ro", "root /srv/rootfs chroot",
    "ns mnt pid\nmount proc /proc", "ns mnt ipc user\nmount mqueue /q",
    "ns mnt net user\nmount sysfs /sys", "ns mnt\nmount mqueue /q\nmount sysfs /sys",
    "ns time\ninit on", "init off", "ns pid\ninit off", "as 0:0", "limit pids 5", "cd /nowhere",
    "ns user\nns -user",
  ])
  func nothingToSay(script: String) throws {
    #expect(try Building.context(script).violations.isEmpty)
  }

  @Test func takingTheNamespaceAwayBringsTheRuleBack() throws {
    #expect(try Building.context("ns uts\nhostname a\nns -uts").violations.count == 1)
  }
}
