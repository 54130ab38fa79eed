import Language
import Sandbox
import Testing

/// How a program is connected, and where it is looked for.
@Suite struct ProgramPlanTests {
  @Test func inputFromNowhere() throws {
    try expectPlan(
      "", program: .with { $0.input = .null },
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - null = openat(AT_FDCWD, "/dev/null", O_CLOEXEC, 0)
        init   - dup3(null, 0, 0)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  - setsid()
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
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

  @Test func captured() throws {
    try expectPlan(
      "ns user pid", program: .with { $0.isCaptured = true },
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUSER|CLONE_NEWPID|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - dup3(capture, 1, 0)
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
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
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

  @Test func inTheForegroundOfATerminal() throws {
    try expectPlan(
      "tty share\nkeyring share",
      program: .with {
        $0.hasOwnGroup = true
        $0.isForeground = true
      },
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
        child  1 setpgid(0, 0)
        child  1 pid = getpid()
        child  1 ioctl(0, TIOCSPGRP, &pid)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
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

  @Test func aGroupOfItsOwnInTheBackground() throws {
    let plan = try Building.plan("", program: .with { $0.hasOwnGroup = true })
    let calls = plan.lines.map(\.call)
    #expect(calls.contains("setpgid"))
    #expect(!calls.contains("ioctl"))
  }

  @Test func observedBeforeItRuns() throws {
    try expectPlan(
      "ns uts", as: .root, program: .with { $0.isObserved = true },
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 clone3({flags=CLONE_NEWUTS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, \
        88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - read(channel, buffer, 1)
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

  @Test func inThePlaceOfCloche() throws {
    try expectPlan(
      "ns user uts\nhostname mocker\nlimit pids 5",
      program: .with {
        $0.replaces = true
        $0.input = .null
      },
      is: """
        parent 3 mkdir -p GROUP/inside
        parent 3 write pids.max "5"
        parent 3 clone_args.cgroup = the group `inside` that was made, opened
        child  1 unshare(CLONE_NEWUTS|CLONE_NEWUSER)
        child  - null = openat(AT_FDCWD, "/dev/null", O_CLOEXEC, 0)
        child  - dup3(null, 0, 0)
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
        child  2 sethostname("mocker", 6)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func inThePlaceOfClocheWithNothing() throws {
    try expectPlan(
      "", program: .with { $0.replaces = true },
      is: """
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - execve("/bin/true", ["/bin/true"], environment)
        """)
  }

  @Test func ignoredSignalsAreReset() throws {
    let host = Host.user.with(environment: [], ignoredSignals: 0b11 | 1 << 63)
    let lines = try Building.plan("", as: host).lines.map(\.text)
    #expect(
      lines.filter { $0.hasPrefix("rt_sig") } == [
        "rt_sigaction(SIGHUP, {}, NULL, 8)", "rt_sigaction(SIGINT, {}, NULL, 8)",
        "rt_sigaction(64, {}, NULL, 8)", "rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)",
      ])
  }

  /// The places where a program may be, with the arguments that it gets there.
  private func attempts(_ words: [String], _ script: String = "", path: String? = nil) throws
    -> [String]
  {
    let environment = (path.map { ["PATH=\($0)"] } ?? []) + ["SHELL=/bin/zsh"]
    let plan = try Building.plan(
      script, as: .root.with(environment: environment),
      program: Program(words: words.map { Bytes($0.utf8) }))
    return plan.lines.filter { $0.call == "execve" }.map { $0.arguments[0] + " " + $0.arguments[1] }
  }

  @Test func alongPATH() throws {
    #expect(
      try attempts(["ls", "-l"], path: "/bin:/usr/bin:/bin") == [
        "\"/bin/ls\" [\"ls\", \"-l\"]", "\"/usr/bin/ls\" [\"ls\", \"-l\"]",
      ])
  }

  @Test(arguments: ["./ls", "/x/ls", "a/b", ""])
  func asGiven(name: String) throws {
    #expect(try attempts([name], path: "/bin") == ["\"\(name)\" [\"\(name)\"]"])
  }

  /// An empty or relative entry would run what happens to lie in the working directory.
  @Test func noRelativePlaces() throws {
    #expect(try attempts(["ls"], path: ":.:bin:/usr/bin:") == ["\"/usr/bin/ls\" [\"ls\"]"])
    #expect(try attempts(["ls"], path: "bin") == ["\"ls\" [\"ls\"]"])
  }

  @Test func thePathOfTheProgramIsTheOneThatCounts() throws {
    #expect(try attempts(["ls"], "env PATH=/mine", path: "/bin") == ["\"/mine/ls\" [\"ls\"]"])
    #expect(try attempts(["ls"], "env -PATH", path: "/bin").count == 6)
    #expect(try attempts(["ls"], "root /srv", path: "/only").count == 6)
    #expect(try attempts(["ls"]).first == "\"/usr/local/sbin/ls\" [\"ls\"]")
  }

  @Test func withoutAProgramTheShell() throws {
    #expect(
      try attempts([]) == ["\"/bin/zsh\" [\"/bin/zsh\"]", "\"/bin/sh\" [\"/bin/sh\"]"])
    let host = Host.root.with(environment: ["SHELL=zsh"])
    let plan = try Building.plan("", as: host, program: Program(words: []))
    #expect(plan.lines.filter { $0.call == "execve" }.map { $0.arguments[0] } == ["\"/bin/sh\""])
  }

  /// The kernel would take what is before it, and the rest would be cut off without a word.
  @Test func aNULByteIsRefused() throws {
    let cut: Bytes = [0x61, 0, 0x62]
    let program = Program(words: [Bytes("/bin/echo".utf8), cut])
    #expect(throws: Diagnostic.self) {
      try Lowering.plan(Context(), program: program, host: .user)
    }
    var context = Context()
    var environment = Environment()
    environment.change(Bytes("A".utf8), .set(cut), origin: nil)
    context[Environment.self] = environment
    #expect(throws: Diagnostic.self) {
      try Lowering.plan(context, program: .standard, host: .user)
    }
    context[Environment.self] = nil
    context[RootFileSystem.self] = RootFileSystem(
      .directory(cut), isReadOnly: false, usesChroot: false, origin: nil)
    #expect(throws: Diagnostic.self) {
      try Lowering.plan(context, program: .standard, host: .user)
    }
  }

  @Test func itsStepsHaveItsLine() throws {
    let span = SourceSpan(SourceID(0), 8, 12)
    let program = Program(words: [Bytes("/bin/true".utf8)], origin: span)
    let plan = try Building.plan("ns uts", as: .root, program: program)
    #expect(plan.command == span)
    #expect(plan.lines.last { $0.call == "execve" }?.origin == span)
    // Without namespaces nobody else asked for the clone.
    let plain = try Building.plan("", program: program)
    #expect(plain.lines.first { $0.call == "clone3" }?.origin == span)
    #expect(plan.lines.first { $0.call == "clone3" }?.origin == SourceSpan(SourceID(0), 0, 6))
  }
}
