import Testing

/// Everything at once, as root and as a user: who makes what, and in which order.
@Suite struct AllNamespacesTests {
  @Test func allEightAsAUser() throws {
    try expectPlan(
      """
      ns all
      hostname mocker
      limit pids 20
      """,
      is: """
        parent 3 mkdir -p GROUP/inside
        parent 3 write pids.max "20"
        parent 3 clone_args.cgroup = the group `inside` that was made, opened
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 \
        clone3({flags=CLONE_NEWNS|CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWUSER|CLONE_NEWPID|CLONE_NEWNET|CLONE_PIDFD|CLONE_CLEAR_SIGHAND|CLONE_INTO_CGROUP, exit_signal=SIGCHLD}, 88)
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
        init   1 unshare(CLONE_NEWCGROUP)
        init   1 unshare(CLONE_NEWTIME)
        init   1 socket = socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
        init   1 ioctl(socket, SIOCSIFFLAGS, {lo up})
        init   - mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL)
        init   2 sethostname("mocker", 6)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({exit_signal=SIGCHLD}, 88)
        child  - close(link)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
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

  @Test func theFirstSessionOfTheManual() throws {
    try expectPlan(
      """
      ns uts pid mnt user
      hostname mocker
      root /srv/rootfs
      mount proc /proc
      limit pids 20
      """, as: .root,
      is: """
        parent 5 mkdir -p GROUP/inside
        parent 5 write pids.max "20"
        parent 5 clone_args.cgroup = the group `inside` that was made, opened
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWNS|CLONE_NEWUTS|CLONE_NEWUSER|CLONE_NEWPID|CLONE_PIDFD|CLONE_CLEAR_SIGHAND|CLONE_INTO_CGROUP, exit_signal=SIGCHLD}, 88)
        parent 1 write /proc/CHILD/uid_map "0 0 1"
        parent 1 write /proc/CHILD/gid_map "0 0 1"
        parent - send(channel, "\\1", 1)
        init   - close(parent_channel)
        init   - read(channel, buffer, 1)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL)
        init   3 root = open_tree(AT_FDCWD, "/srv/rootfs", \
        OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   3 move_mount(root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 tree = open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 tree2 = open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 tree3 = open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 tree4 = open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 tree5 = open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 fs = fsopen("proc", FSOPEN_CLOEXEC)
        init   4 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   4 mount = fsmount(fs, FSMOUNT_CLOEXEC, \
        MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC)
        init   4 target = openat2(root, "proc", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS|RESOLVE_IN_ROOT}, 24)
        init   4 move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   4 tree6 = open_tree(mount, "sys", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 mount_setattr(tree6, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY}, 32)
        init   4 move_mount(tree6, "", mount, "sys", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 tree7 = open_tree(mount, "sysrq-trigger", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 mount_setattr(tree7, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY}, 32)
        init   4 move_mount(tree7, "", mount, "sysrq-trigger", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 tree8 = open_tree(mount, "irq", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 mount_setattr(tree8, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY}, 32)
        init   4 move_mount(tree8, "", mount, "irq", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 tree9 = open_tree(mount, "bus", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 mount_setattr(tree9, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY}, 32)
        init   4 move_mount(tree9, "", mount, "bus", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 tree10 = open_tree(mount, "fs", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 mount_setattr(tree10, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY}, 32)
        init   4 move_mount(tree10, "", mount, "fs", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 tree11 = open_tree(mount, "acpi", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 mount_setattr(tree11, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY}, 32)
        init   4 move_mount(tree11, "", mount, "acpi", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 tree12 = open_tree(mount, "scsi", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   4 mount_setattr(tree12, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY}, 32)
        init   4 move_mount(tree12, "", mount, "scsi", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 move_mount(tree, "", mount, "kcore", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 move_mount(tree2, "", mount, "keys", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 move_mount(tree3, "", mount, "latency_stats", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 move_mount(tree4, "", mount, "sched_debug", MOVE_MOUNT_F_EMPTY_PATH)
        init   4 move_mount(tree5, "", mount, "timer_list", MOVE_MOUNT_F_EMPTY_PATH)
        init   3 fchdir(root)
        init   3 pivot_root(".", ".")
        init   3 umount2(".", MNT_DETACH)
        init   2 sethostname("mocker", 6)
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
        child  - setgroups(0, NULL)
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
}
