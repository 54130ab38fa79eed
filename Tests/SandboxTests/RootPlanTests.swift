import Testing

/// The program's `/`.
@Suite struct RootPlanTests {
  @Test func aFolderBecomesTheRootOfAMountNamespace() throws {
    try expectPlan(
      "ns mnt\nroot /srv/rootfs", as: .root,
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   - mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL)
        init   2 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 fchdir(root)
        init   2 pivot_root(".", ".")
        init   2 umount2(".", MNT_DETACH)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_LINUX_IMMUTABLE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_NET_BROADCAST, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_NET_ADMIN, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_IPC_LOCK, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_IPC_OWNER, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_MODULE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_RAWIO, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_PTRACE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_PACCT, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_BOOT, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_NICE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_RESOURCE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_TIME, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_TTY_CONFIG, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_MKNOD, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_LEASE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_AUDIT_CONTROL, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_MAC_OVERRIDE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_MAC_ADMIN, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYSLOG, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_WAKE_ALARM, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_BLOCK_SUSPEND, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_AUDIT_READ, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_PERFMON, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_BPF, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_CHECKPOINT_RESTORE, 0, 0, 0)
        child  - capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0xa00425fb, \
        permitted=0xa00425fb})
        child  - keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - read(link[1], buffer, 1)
        child  - execve("/bin/true", ["/bin/true"], environment)
        init   - setpgid(0, 0)
        init   - fcntl(link, F_SETOWN, program)
        init   - dup3(channel, 0, 0)
        init   - dup3(link, 1, 0)
        init   - dup3(children, 2, 0)
        init   - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        init   - capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20, permitted=0x20, \
        inheritable=0x20})
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func withoutAMountNamespaceItIsAChroot() throws {
    try expectPlan(
      "root rootfs", as: .root,
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   1 root = openat(AT_FDCWD, "rootfs", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   1 fchdir(root)
        init   1 chroot(".")
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_LINUX_IMMUTABLE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_NET_BROADCAST, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_NET_ADMIN, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_IPC_LOCK, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_IPC_OWNER, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_MODULE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_RAWIO, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_PTRACE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_PACCT, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_BOOT, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_NICE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_RESOURCE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_TIME, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYS_TTY_CONFIG, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_MKNOD, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_LEASE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_AUDIT_CONTROL, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_MAC_OVERRIDE, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_MAC_ADMIN, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_SYSLOG, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_WAKE_ALARM, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_BLOCK_SUSPEND, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_AUDIT_READ, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_PERFMON, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_BPF, 0, 0, 0)
        child  - prctl(PR_CAPBSET_DROP, CAP_CHECKPOINT_RESTORE, 0, 0, 0)
        child  - capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0xa00425fb, \
        permitted=0xa00425fb})
        child  - keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - read(link[1], buffer, 1)
        child  - execve("/bin/true", ["/bin/true"], environment)
        init   - setpgid(0, 0)
        init   - fcntl(link, F_SETOWN, program)
        init   - dup3(channel, 0, 0)
        init   - dup3(link, 1, 0)
        init   - dup3(children, 2, 0)
        init   - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        init   - capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20, permitted=0x20, \
        inheritable=0x20})
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func chrootOnRequest() throws {
    try expectSteps(
      "ns mnt\nroot /srv/rootfs chroot", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 root = openat(AT_FDCWD, "/srv/rootfs", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   2 fchdir(root)
        init   2 chroot(".")
        """)
  }

  @Test func readOnly() throws {
    try expectSteps(
      "ns mnt\nroot /srv/rootfs ro", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 mount_setattr(root, "", AT_EMPTY_PATH|AT_RECURSIVE, {attr_set=MOUNT_ATTR_RDONLY}, \
        32)
        init   2 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 fchdir(root)
        init   2 pivot_root(".", ".")
        init   2 umount2(".", MNT_DETACH)
        """)
  }

  @Test func theLastOneHolds() throws {
    try expectSteps(
      "ns mnt\nroot host\nroot /srv/rootfs", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   3 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   3 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 fchdir(root)
        init   3 pivot_root(".", ".")
        init   3 umount2(".", MNT_DETACH)
        """)
  }

  @Test func aFolderNamedHost() throws {
    try expectSteps(
      "root ./host", as: .root,
      are: """
        init   1 root = openat(AT_FDCWD, "./host", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   1 fchdir(root)
        init   1 chroot(".")
        """)
  }

  @Test func hostTakesNoOtherFlag() throws {
    try expectRefusal(
      "root host ro",
      is: """
        E0206 unknown word `ro`
        at: ro
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
