import Testing

/// Where a mount point that is missing is made: in a fresh file system only.
@Suite struct MountPointTests {
  /// The steps that make something, and the descriptor whose file system they make it in.
  private func made(_ script: String) throws -> [String] {
    let lines = try Building.plan("ns mnt\n" + script, as: .root).lines
    return lines.filter { line in
      line.origin != nil
        && (line.call == "mkdirat" || line.call == "mknodat")
    }.map(\.text)
  }

  @Test(arguments: ["root /srv/rootfs\n", "root /srv/rootfs ro\n", "root rootfs chroot\n", ""])
  func nothingIsMadeInARootOfTheUsers(root: String) throws {
    #expect(try made(root + "bind /usr /a/b\nmount proc /p\nmount tmpfs /t/u") == [])
  }

  @Test func inATmpfsThatIsMountedInIt() throws {
    try expectSteps(
      """
      ns mnt
      root /srv/rootfs
      mount tmpfs /data
      bind /etc/hostname /data/a/name
      bind /usr /data/a/usr
      """, as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 fs = fsopen("tmpfs", FSOPEN_CLOEXEC)
        init   3 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   3 mount = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV)
        init   3 target = openat2(root, "data", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   3 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   4 tree = open_tree(AT_FDCWD, "/etc/hostname", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   4 umask = umask(0)
        init   4 mkdirat(mount, "a", 0755)
        init   4 mknodat(mount, "a/name", 0644, 0)
        init   4 target2 = openat2(root, "data/a/name", {flags=O_PATH|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   4 move_mount(tree, "", target2, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   5 tree2 = open_tree(AT_FDCWD, "/usr", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   5 mkdirat(mount, "a/usr", 0755)
        init   5 target3 = openat2(root, "data/a/usr", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   5 move_mount(tree2, "", target3, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   2 fchdir(root)
        init   2 pivot_root(".", ".")
        init   2 umount2(".", MNT_DETACH)
        """)
  }

  /// A path from the root would follow a link /data of the root file system out of it.
  @Test func theyAreNamedFromTheTopOfTheirFileSystem() throws {
    let names = try made("root /srv/rootfs\nmount tmpfs /data\nbind /usr /data/a/b")
    #expect(names == ["mkdirat(mount, \"a\", 0755)", "mkdirat(mount, \"a/b\", 0755)"])
  }

  @Test func eachOnce() throws {
    #expect(
      try made("mount tmpfs /t\nbind /usr /t/a\nbind /usr /t/a\nbind /usr //t/./a/")
        == ["mkdirat(mount, \"a\", 0755)"])
  }

  @Test func aSecondTmpfsOnTheSamePlaceIsEmpty() throws {
    #expect(
      try made("mount tmpfs /t\nbind /usr /t/a\nmount tmpfs /t\nbind /usr /t/a")
        == ["mkdirat(mount, \"a\", 0755)", "mkdirat(mount2, \"a\", 0755)"])
  }

  @Test(arguments: [
    // What lies behind a bind is the host's.
    ("mount tmpfs /t\nbind /usr /t/usr\nbind /opt /t/usr/new", ["mkdirat(mount, \"usr\", 0755)"]),
    // A bind over it hides the fresh one.
    ("mount tmpfs /t/u\nbind /usr /t\nbind /opt /t/u/new", []),
    // Other names that begin alike.
    ("mount tmpfs /t\nbind /usr /tt/a", []),
    // A fresh one inside of a fresh one.
    (
      "mount tmpfs /t\nmount tmpfs /t/u\nbind /usr /t/u/a",
      ["mkdirat(mount, \"u\", 0755)", "mkdirat(mount2, \"a\", 0755)"]
    ),
    // The kernel's own trees hold what the kernel says.
    ("mount proc /p\nbind /usr /p/a", []),
    ("mount sysfs /s\nbind /usr /s/a", []),
    ("mount devpts /d\nbind /usr /d/a", []),
    ("mount mqueue /m\nbind /usr /m/a", []),
  ])
  func whoseItIs(script: String, expected: [String]) throws {
    let script = script.contains("/p") ? "ns pid\n" + script : script
    #expect(try made(script) == expected)
  }

  @Test func inDevButNotInItsTerminals() throws {
    let devices = try made("mount dev /dev").count
    let names = try made("mount dev /dev\nbind /usr /dev/shm/a\nbind /usr /dev/pts/b")
    #expect(
      names.dropFirst(devices) == [
        "mkdirat(mount, \"shm\", 0755)", "mkdirat(mount, \"shm/a\", 0755)",
      ])
  }

  @Test func inTheHostTreeButNotInItsSystemFolders() throws {
    let before = try made("root host").count
    let names = try made("root host\nbind /usr /new/a\nbind /usr /usr/b\nbind /usr /bin/c")
    #expect(
      names.dropFirst(before) == [
        "mkdirat(mount, \"new\", 0755)", "mkdirat(mount, \"new/a\", 0755)",
      ])
  }

  @Test func theTopOfATreeIsThereAlready() throws {
    #expect(
      try made("mount tmpfs /\nmount tmpfs /t\nbind /usr /t") == ["mkdirat(mount, \"t\", 0755)"])
  }
}
