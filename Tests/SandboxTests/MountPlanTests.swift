import Testing

/// New file systems inside.
@Suite struct MountPlanTests {
  @Test func procInAUserNamespace() throws {
    try expectPlan(
      "ns user mnt pid\nmount proc /proc",
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_NEWUSER|CLONE_NEWPID|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - proc = openat(AT_FDCWD, "/proc", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   - fstatfs(proc, buffer)
        init   - file = openat2(proc, "self/setgroups", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   - write(file, "deny", 4)
        init   1 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file2, "0 1000 1", 8)
        init   1 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file3, "0 1000 1", 8)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL)
        init   - root = openat(AT_FDCWD, "/", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   2 fs = fsopen("proc", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount = fsmount(fs, FSMOUNT_CLOEXEC, \
        MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC)
        init   2 target = openat2(root, "proc", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   - chdir("/")
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
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - read(link[1], buffer, 1)
        child  - execve("/bin/true", ["/bin/true"], environment)
        init   - setpgid(0, 0)
        init   - fcntl(link, F_SETOWN, program)
        init   - dup3(channel, 0, 0)
        init   - dup3(link, 1, 0)
        init   - close_range(2, ~0U, CLOSE_RANGE_CLOEXEC)
        init   - capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20, permitted=0x20, \
        inheritable=0x20})
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init", "first"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func sysfs() throws {
    try expectSteps(
      "ns mnt\nmount sysfs /sys ro", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 fs = fsopen("sysfs", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount = fsmount(fs, FSMOUNT_CLOEXEC, \
        MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC)
        init   2 target = openat2(root, "sys", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        """)
  }

  @Test func mqueue() throws {
    try expectSteps(
      "ns mnt\nmount mqueue /dev/mqueue", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 fs = fsopen("mqueue", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount = fsmount(fs, FSMOUNT_CLOEXEC, \
        MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC)
        init   2 target = openat2(root, "dev/mqueue", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        """)
  }

  @Test func devpts() throws {
    try expectSteps(
      "ns mnt\nmount devpts /dev/pts", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 fs = fsopen("devpts", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs, FSCONFIG_SET_STRING, "ptmxmode", "0666", 0)
        init   2 fsconfig(fs, FSCONFIG_SET_STRING, "mode", "0620", 0)
        init   2 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID|MOUNT_ATTR_NOEXEC)
        init   2 target = openat2(root, "dev/pts", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        """)
  }

  @Test func tmpfsWithOptions() throws {
    try expectSteps(
      "ns mnt\nmount tmpfs //tmp/. size=64M mode=1777 noexec", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 fs = fsopen("tmpfs", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs, FSCONFIG_SET_STRING, "size", "64M", 0)
        init   2 fsconfig(fs, FSCONFIG_SET_STRING, "mode", "1777", 0)
        init   2 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount = fsmount(fs, FSMOUNT_CLOEXEC, \
        MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC)
        init   2 target = openat2(root, "tmp/.", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        """)
  }

  @Test func devIsAFreshTreeOfHarmlessDevices() throws {
    try expectSteps(
      "ns mnt\nroot /srv/rootfs\nmount dev /dev", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 tree = open_tree(AT_FDCWD, "/dev/full", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   3 tree2 = open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   3 tree3 = open_tree(AT_FDCWD, "/dev/random", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   3 tree4 = open_tree(AT_FDCWD, "/dev/tty", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   3 tree5 = open_tree(AT_FDCWD, "/dev/urandom", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   3 tree6 = open_tree(AT_FDCWD, "/dev/zero", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   3 fs = fsopen("tmpfs", FSOPEN_CLOEXEC)
        init   3 fsconfig(fs, FSCONFIG_SET_STRING, "mode", "0755", 0)
        init   3 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   3 mount = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID|MOUNT_ATTR_NOEXEC)
        init   3 target = openat2(root, "dev", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS|RESOLVE_IN_ROOT}, 24)
        init   3 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   3 umask = umask(0)
        init   3 mknodat(mount, "full", 0644, 0)
        init   3 move_mount(tree, "", mount, "full", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 mknodat(mount, "null", 0644, 0)
        init   3 move_mount(tree2, "", mount, "null", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 mknodat(mount, "random", 0644, 0)
        init   3 move_mount(tree3, "", mount, "random", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 mknodat(mount, "tty", 0644, 0)
        init   3 move_mount(tree4, "", mount, "tty", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 mknodat(mount, "urandom", 0644, 0)
        init   3 move_mount(tree5, "", mount, "urandom", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 mknodat(mount, "zero", 0644, 0)
        init   3 move_mount(tree6, "", mount, "zero", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 symlinkat("/proc/self/fd", mount, "fd")
        init   3 symlinkat("/proc/self/fd/0", mount, "stdin")
        init   3 symlinkat("/proc/self/fd/1", mount, "stdout")
        init   3 symlinkat("/proc/self/fd/2", mount, "stderr")
        init   3 symlinkat("pts/ptmx", mount, "ptmx")
        init   3 mkdirat(mount, "pts", 0755)
        init   3 mkdirat(mount, "shm", 01777)
        init   3 fs2 = fsopen("devpts", FSOPEN_CLOEXEC)
        init   3 fsconfig(fs2, FSCONFIG_SET_STRING, "ptmxmode", "0666", 0)
        init   3 fsconfig(fs2, FSCONFIG_SET_STRING, "mode", "0620", 0)
        init   3 fsconfig(fs2, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   3 mount2 = fsmount(fs2, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID|MOUNT_ATTR_NOEXEC)
        init   3 move_mount(mount2, "", mount, "pts", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 fchdir(root)
        init   2 pivot_root(".", ".")
        init   2 umount2(".", MNT_DETACH)
        """)
  }

  @Test func theyHappenInTheOrderInWhichTheyWereWritten() throws {
    let plan = try Building.plan(
      """
      ns mnt
      mount tmpfs /a
      bind /usr /b
      mount tmpfs /c
      """, as: .root)
    let places = plan.lines.filter { $0.call == "openat2" }.map { $0.arguments[1] }
    #expect(places == ["\"a\"", "\"b\"", "\"c\""])
  }
}
