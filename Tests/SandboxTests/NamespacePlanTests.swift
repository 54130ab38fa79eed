import Testing

/// New namespaces, each kind alone: flags of the clone, and what a launch does about them.
@Suite struct NamespacePlanTests {
  @Test func nothing() throws {
    try expectPlan(
      "",
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func uts() throws {
    try expectPlan(
      "ns uts", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUTS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func ipc() throws {
    try expectPlan(
      "ns ipc", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWIPC|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func mntIsMadePrivate() throws {
    try expectPlan(
      "ns mnt", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  - mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func netGetsItsLoopback() throws {
    try expectPlan(
      "ns net", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNET|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  1 socket = socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
        child  1 ioctl(socket, SIOCSIFFLAGS, {lo up})
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func pidGetsAnInit() throws {
    try expectPlan(
      "ns pid", as: .root,
      is: """
        parent 1 clone3({flags=CLONE_NEWPID|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        init   - program = clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        init   - setpgid(0, 0)
        init   - channel = dup3(channel, 3, O_CLOEXEC)
        init   - close_range(4, ~0U, 0)
        """)
  }

  @Test func cgroupComesLate() throws {
    try expectPlan(
      "ns cgroup", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  1 unshare(CLONE_NEWCGROUP)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func timeComesLateAndIsEnteredByTheProgram() throws {
    try expectPlan(
      "ns time", as: .root,
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 clone3({flags=CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   1 unshare(CLONE_NEWTIME)
        init   - prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        init   - program = clone3({flags=CLONE_VFORK, exit_signal=SIGCHLD}, 88)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        init   - setpgid(0, 0)
        init   - channel = dup3(channel, 3, O_CLOEXEC)
        init   - close_range(4, ~0U, 0)
        """)
  }

  @Test func userMapsRootToTheCaller() throws {
    try expectPlan(
      "ns user",
      is: """
        parent - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        child  - close(parent_channel)
        child  - proc = openat(AT_FDCWD, "/proc", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        child  - fstatfs(proc, buffer)
        child  - file = openat2(proc, "self/setgroups", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        child  - write(file, "deny", 4)
        child  1 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        child  1 write(file2, "0 1000 1", 8)
        child  1 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        child  1 write(file3, "0 1000 1", 8)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func takenAwayAgain() throws {
    let plan = try Building.plan("ns uts pid\nns -pid -uts", as: .root)
    let nothing = try Building.plan("", as: .root)
    #expect(
      PlanText.lines(of: plan, script: "") == PlanText.lines(of: nothing, script: ""))
  }

  @Test func eachHasTheLineThatAskedForIt() throws {
    try expectSteps(
      "ns uts\nns net cgroup\nns net time", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_NEWUTS|CLONE_NEWNET|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 unshare(CLONE_NEWCGROUP)
        init   3 unshare(CLONE_NEWTIME)
        init   2 socket = socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
        init   2 ioctl(socket, SIOCSIFFLAGS, {lo up})
        """)
  }
}
