import Testing

/// The small process between cloche and the program.
@Suite struct InitPlanTests {
  @Test func offMakesTheProgramTheFirstProcess() throws {
    try expectPlan(
      "ns pid\ninit off", as: .root,
      is: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWPID|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func onWithoutAPIDNamespaceAdoptsOrphans() throws {
    try expectPlan(
      "init on",
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   1 prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   1 prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   1 children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   1 socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   1 program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  1 close(link)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
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
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func onWithAPIDNamespaceHasTheLineThatSaidSo() throws {
    try expectSteps(
      "ns user pid\ninit on",
      are: """
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUSER|CLONE_NEWPID|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
        init   1 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file2, "0 1000 1", 8)
        init   1 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file3, "0 1000 1", 8)
        init   2 prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   2 socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   2 program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  2 close(link)
        """)
  }

  @Test func offBeforeOn() throws {
    let changed = try Building.plan("ns pid\ninit off\ninit on", as: .root)
    let plain = try Building.plan("ns pid", as: .root)
    #expect(changed.lines.map(\.text) == plain.lines.map(\.text))
  }

  @Test func settingsOfTheProgramComeBehindTheSpawn() throws {
    try expectPlan(
      """
      ns user pid uts
      hostname mocker
      tty none
      cd /
      rlimit nofile 64
      umask 77
      as 0:0
      """,
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUTS|CLONE_NEWUSER|CLONE_NEWPID|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
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
        init   2 sethostname("mocker", 6)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  3 setsid()
        child  4 folder = openat(AT_FDCWD, "/", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        child  5 prlimit64(0, RLIMIT_NOFILE, {rlim_cur=64, rlim_max=64}, NULL)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  7 setresgid(0, 0, 0)
        child  7 setresuid(0, 0, 0)
        child  4 fchdir(folder)
        child  6 umask(077)
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
        init   - execveat(init, "", ["cloche-init", "group", "first"], [], AT_EMPTY_PATH)
        """)
  }
}
