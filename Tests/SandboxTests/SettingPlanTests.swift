import Kernel
import Language
import Sandbox
import Testing

/// Settings that are one step or two.
@Suite struct SettingPlanTests {
  @Test func namesOfTheHost() throws {
    try expectSteps(
      "ns uts\nhostname mocker\ndomainname 'glass jar'\nhostname last", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUTS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   4 sethostname("last", 4)
        init   3 setdomainname("glass jar", 9)
        """)
  }

  @Test func aNameIsBytes() throws {
    try expectSteps(
      "ns uts\nhostname \"caf\u{e9}\\n\\\"\"", as: .root,
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUTS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 sethostname("café\\n\\"", 7)
        """)
  }

  @Test func folderWithoutARoot() throws {
    try expectPlan(
      "cd work",
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  1 folder = openat(AT_FDCWD, "work", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  1 fchdir(folder)
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

  @Test func folderInARoot() throws {
    try expectSteps(
      "root /srv/rootfs\ncd /var/../tmp", as: .root,
      are: """
        init   1 root = openat(AT_FDCWD, "/srv/rootfs", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   1 fchdir(root)
        init   1 chroot(".")
        child  2 folder = openat2(AT_FDCWD, "var/../tmp", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        child  2 fchdir(folder)
        """)
  }

  @Test func theTopOfARoot() throws {
    try expectSteps(
      "root /srv/rootfs\ncd /", as: .root,
      are: """
        init   1 root = openat(AT_FDCWD, "/srv/rootfs", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   1 fchdir(root)
        init   1 chroot(".")
        child  2 folder = openat2(AT_FDCWD, ".", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)
        child  2 fchdir(folder)
        """)
  }

  @Test func umask() throws {
    try expectSteps(
      "umask 27",
      are: """
        child  1 umask(027)
        """)
  }

  @Test func noUmaskBits() throws {
    try expectSteps(
      "umask 0",
      are: """
        child  1 umask(0)
        """)
  }

  @Test func resourceLimits() throws {
    try expectSteps(
      """
      rlimit nofile 64
      rlimit as 1G:max
      rlimit core 0
      rlimit nproc max
      rlimit nice 20:40
      rlimit rttime 5:6
      rlimit nofile 32:48
      """,
      are: """
        child  2 prlimit64(0, RLIMIT_AS, {rlim_cur=1073741824, rlim_max=RLIM64_INFINITY}, NULL)
        child  3 prlimit64(0, RLIMIT_CORE, {rlim_cur=0, rlim_max=0}, NULL)
        child  4 prlimit64(0, RLIMIT_NPROC, {rlim_cur=RLIM64_INFINITY, rlim_max=RLIM64_INFINITY}, \
        NULL)
        child  5 prlimit64(0, RLIMIT_NICE, {rlim_cur=20, rlim_max=40}, NULL)
        child  6 prlimit64(0, RLIMIT_RTTIME, {rlim_cur=5, rlim_max=6}, NULL)
        child  7 prlimit64(0, RLIMIT_NOFILE, {rlim_cur=32, rlim_max=48}, NULL)
        """)
  }

  /// The kernel's numbers, see asm-generic/resource.h: a list of names in a wrong order would set
  /// other limits than the plan says.
  @Test(arguments: [
    ("cpu", 0), ("fsize", 1), ("data", 2), ("stack", 3), ("core", 4), ("rss", 5), ("nproc", 6),
    ("nofile", 7), ("memlock", 8), ("as", 9), ("locks", 10), ("sigpending", 11), ("msgqueue", 12),
    ("nice", 13), ("rtprio", 14), ("rttime", 15),
  ])
  func numberOfResource(name: String, number: UInt64) throws {
    let plan = try Building.plan("rlimit \(name) 0")
    let step = try #require(plan.launch.steps.first { $0.call == .prlimit64 })
    guard case .constant(let value, _) = step.operands[1] else {
      Issue.record("no constant")
      return
    }
    #expect(value == number)
  }

  @Test func newPrivilegesAllowed() throws {
    let plan = try Building.plan("no-new-privs off")
    #expect(!plan.lines.contains { $0.actor == .child && $0.text.contains("NO_NEW_PRIVS") })
  }

  @Test func newPrivilegesForbiddenBySayingSo() throws {
    try expectSteps(
      "no-new-privs on",
      are: """
        child  1 prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        """)
  }

  @Test func noTerminal() throws {
    try expectPlan(
      "tty none",
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  1 setsid()
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
        init   - execveat(init, "", ["cloche-init", "group"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func noTerminalEvenInTheForeground() throws {
    try expectSteps(
      "tty none",
      program: .with {
        $0.hasOwnGroup = true
        $0.isForeground = true
      },
      are: """
        child  1 setsid()
        """)
  }
}
