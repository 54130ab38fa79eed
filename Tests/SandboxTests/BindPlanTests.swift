import Testing

/// Parts of the host, seen inside.
@Suite struct BindPlanTests {
  @Test func aFolderOnItself() throws {
    try expectSteps(
      "ns mnt\nroot /srv/rootfs\nbind /usr/share", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 tree = open_tree(AT_FDCWD, "/usr/share", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   3 target = openat2(root, "usr/share", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   3 move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   2 fchdir(root)
        init   2 pivot_root(".", ".")
        init   2 umount2(".", MNT_DETACH)
        """)
  }

  @Test func aFileOnAFile() throws {
    try expectSteps(
      "ns mnt\nbind /etc/hostname /etc/name", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 tree = open_tree(AT_FDCWD, "/etc/hostname", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 target = openat2(root, "etc/name", {flags=O_PATH|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        """)
  }

  @Test func aRelativeSource() throws {
    try expectSteps(
      "ns mnt\nbind ../share /mnt ro", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 tree = open_tree(AT_FDCWD, "../share", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 mount_setattr(tree, "", AT_EMPTY_PATH|AT_RECURSIVE, {attr_set=MOUNT_ATTR_RDONLY}, \
        32)
        init   2 target = openat2(root, "mnt", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        """)
  }

  @Test(arguments: [
    ("", "", true), ("ro", "MOUNT_ATTR_RDONLY", true),
    ("norec", "", false), ("ro norec", "MOUNT_ATTR_RDONLY", false),
    ("noexec", "MOUNT_ATTR_NOEXEC", true), ("nosuid", "MOUNT_ATTR_NOSUID", true),
    ("nodev", "MOUNT_ATTR_NODEV", true),
    (
      "nodev nosuid ro noexec",
      "MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC", true
    ),
  ])
  func flags(words: String, attributes: String, isRecursive: Bool) throws {
    let lines = try Building.plan("ns mnt\nbind /usr /mnt \(words)", as: .root).lines
    let tree = try #require(lines.first { $0.call == "open_tree" })
    #expect(
      tree.arguments[2] == "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC"
        + (isRecursive ? "|AT_RECURSIVE" : ""))
    let change = lines.first { $0.call == "mount_setattr" }
    #expect(
      change.map { $0.arguments[3] } == (attributes.isEmpty ? nil : "{attr_set=\(attributes)}"))
    #expect(
      change.map { $0.arguments[2] }
        == (attributes.isEmpty ? nil : "AT_EMPTY_PATH" + (isRecursive ? "|AT_RECURSIVE" : "")))
  }

  @Test(arguments: [
    ("bind ''", "E0204", "expected a path"),
    ("bind /usr usr", "E0204", "a mount point begins with /, the root inside"),
    ("bind /usr /a/../b", "E0204", "write where it leads to"),
    ("bind /usr/..", "E0204", "write where it leads to"),
    ("bind /usr /mnt rw", "E0206", ""),
    ("bind", "E0201", "expected SRC"),
  ])
  func refused(script: String, code: String, label: String) throws {
    let refusal = try #require(Building.refusal("ns mnt\n" + script, as: .root))
    #expect(refusal.code.description == code)
    #expect(refusal.label == label)
  }
}
