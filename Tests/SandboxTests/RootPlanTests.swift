import Testing

/// The program's `/`.
@Suite struct RootPlanTests {
  @Test func aFolderBecomesTheRootOfAMountNamespace() throws {
    try expectPlan(
      "ns mnt\nroot /srv/rootfs", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  - mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL)
        child  2 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        child  2 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        child  2 fchdir(root)
        child  2 pivot_root(".", ".")
        child  2 umount2(".", MNT_DETACH)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func withoutAMountNamespaceItIsAChroot() throws {
    try expectPlan(
      "root rootfs", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  1 root = openat(AT_FDCWD, "rootfs", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        child  1 fchdir(root)
        child  1 chroot(".")
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func chrootOnRequest() throws {
    try expectSteps(
      "ns mnt\nroot /srv/rootfs chroot", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  2 root = openat(AT_FDCWD, "/srv/rootfs", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        child  2 fchdir(root)
        child  2 chroot(".")
        """)
  }

  @Test func readOnly() throws {
    try expectSteps(
      "ns mnt\nroot /srv/rootfs ro", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  2 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        child  2 mount_setattr(root, "", AT_EMPTY_PATH|AT_RECURSIVE, \
        {attr_set=MOUNT_ATTR_RDONLY}, 32)
        child  2 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        child  2 fchdir(root)
        child  2 pivot_root(".", ".")
        child  2 umount2(".", MNT_DETACH)
        """)
  }

  @Test func theLastOneHolds() throws {
    try expectSteps(
      "ns mnt\nroot host\nroot /srv/rootfs", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  3 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        child  3 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        child  3 fchdir(root)
        child  3 pivot_root(".", ".")
        child  3 umount2(".", MNT_DETACH)
        """)
  }

  @Test func aFolderNamedHost() throws {
    try expectSteps(
      "root ./host", as: .root,
      are: """
        child  1 root = openat(AT_FDCWD, "./host", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        child  1 fchdir(root)
        child  1 chroot(".")
        """)
  }

  @Test func hostTakesNoOtherFlag() throws {
    try expectRefusal(
      "root host ro",
      is: """
        E0206 unknown word `ro`
        at: ro
        label: did you mean `rw`?
        note: usage: root host [rw]
        note:        root DIR [ro] [chroot]
        """)
  }

  @Test func anEmptyPath() throws {
    try expectRefusal(
      "root ''",
      is: """
        E0204 an empty path
        at: ''
        label: expected a folder
        """)
  }
}
