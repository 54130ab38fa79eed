import Sandbox
import Testing

/// `tty own`: who opens the terminal, whose it becomes, and that cloche's end stays with nobody inside.
@Suite struct OwnTerminalPlanTests {
  private static let open = """
    {actor} 1 ptmx = openat(AT_FDCWD, "{path}", O_RDWR|O_NOCTTY|O_CLOEXEC, 0)
    {actor} 1 ioctl(ptmx, TIOCSPTLCK, {})
    {actor} 1 tty = ioctl(ptmx, TIOCGPTPEER, O_RDWR|O_NOCTTY|O_CLOEXEC)
    {actor} 1 sendmsg(channel, {iov={base={kind=6}, len=20}, iovlen=1, control=&scm_rights, \
    controllen=24}, 0)
    {actor} 1 close(ptmx)
    """

  private static let lead = """
    {actor} 1 setsid()
    {actor} 1 ioctl(tty, TIOCSCTTY, 0)
    """

  private static let streams = """
    {actor} 1 dup3(tty, 0, 0)
    {actor} 1 dup3(tty, 1, 0)
    {actor} 1 dup3(tty, 2, 0)
    """

  private static let foreground = """
    child  1 setpgid(0, 0)
    child  1 pid = getpid()
    child  1 ioctl(tty, TIOCSPGRP, &pid)
    """

  private func text(_ parts: String..., actor: String = "init  ", path: String = "/dev/ptmx")
    -> String
  {
    parts.joined(separator: "\n").replacing("{actor}", with: actor).replacing("{path}", with: path)
  }

  /// The steps that line 1 of a script asked for.
  private func steps(
    _ script: String, as host: Host = .user, program: Program = .standard
  ) throws -> String {
    let plan = try Building.plan(script, as: host, program: program)
    let lines = PlanText.lines(of: plan, script: script, onlyAsked: true).split(separator: "\n")
    return lines.filter { $0.dropFirst(7).hasPrefix("1 ") }.joined(separator: "\n")
  }

  @Test func theInitLeadsItsSession() throws {
    let plan = try Building.plan("tty own")
    #expect(plan.usesInit && plan.ownsTerminal && plan.isHeld && plan.hasOwnGroup)
    try expectPlan(
      "tty own",
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   1 ptmx = openat(AT_FDCWD, "/dev/ptmx", O_RDWR|O_NOCTTY|O_CLOEXEC, 0)
        init   1 ioctl(ptmx, TIOCSPTLCK, {})
        init   1 tty = ioctl(ptmx, TIOCGPTPEER, O_RDWR|O_NOCTTY|O_CLOEXEC)
        init   1 sendmsg(channel, {iov={base={kind=6}, len=20}, iovlen=1, control=&scm_rights, \
        controllen=24}, 0)
        init   1 close(ptmx)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   1 setsid()
        init   1 ioctl(tty, TIOCSCTTY, 0)
        init   1 dup3(tty, 0, 0)
        init   1 dup3(tty, 1, 0)
        init   1 dup3(tty, 2, 0)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  1 setpgid(0, 0)
        child  1 pid = getpid()
        child  1 ioctl(tty, TIOCSPGRP, &pid)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - read(channel, buffer, 1)
        child  - read(link[1], buffer, 1)
        child  - execve("/bin/true", ["/bin/true"], environment)
        init   - fcntl(link, F_SETOWN, program)
        init   - dup3(channel, 0, 0)
        init   - dup3(link, 1, 0)
        init   - dup3(children, 2, 0)
        init   - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init", "group", "linger"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func withoutAnInitTheProgramLeads() throws {
    let own = try steps("tty own\ninit off")
    #expect(own == text(Self.open, Self.lead, Self.streams, actor: "child "))
  }

  @Test func itsMakerIsTheHosts() throws {
    #expect(
      try steps("tty own\nns user pid") == text(Self.open, Self.lead, Self.streams, Self.foreground)
    )
    // A root with no terminals of its own: opened before the root changes.
    let script = "tty own\nns user mnt\nroot /r"
    let text = PlanText.lines(of: try Building.plan(script), script: script)
    let lines = text.split(separator: "\n").map(String.init)
    let opened = lines.firstIndex { $0.contains("\"/dev/ptmx\"") }
    let pivoted = lines.firstIndex { $0.contains("pivot_root") }
    #expect(opened != nil && pivoted != nil && (opened ?? 0) < (pivoted ?? 0))
  }

  @Test(arguments: [
    "root /r\nmount devpts /dev/pts", "root host", "mount devpts /dev/pts\nroot /r",
  ])
  func itsMakerIsInside(_ tree: String) throws {
    let script = "tty own\nns user pid mnt\n\(tree)"
    #expect(
      try steps(script)
        == text(Self.open, Self.lead, Self.streams, Self.foreground, path: "/dev/pts/ptmx"))
    let lines = PlanText.lines(of: try Building.plan(script), script: script)
      .split(separator: "\n").map(String.init)
    let pivoted = try #require(lines.firstIndex { $0.contains("pivot_root") })
    #expect(pivoted < (lines.firstIndex { $0.contains("/dev/pts/ptmx") } ?? 0))
  }

  @Test func somebodyElseOwnsIt() throws {
    let steps = try steps("tty own\nas 33:33", as: .root)
    #expect(steps.contains("init   1 fchown(tty, 33, -1)"))
  }

  @Test func whatIsGivenOtherwiseStays() throws {
    let captured = try steps("tty own", program: .with { $0.isCaptured = true })
    #expect(!captured.contains("dup3(tty, 1, 0)"))
    #expect(captured.contains("dup3(tty, 0, 0)") && captured.contains("dup3(tty, 2, 0)"))
    let quiet = try steps("tty own", program: .with { $0.input = .null })
    #expect(!quiet.contains("dup3(tty, 0, 0)"))
    #expect(quiet.contains("dup3(tty, 1, 0)") && quiet.contains("dup3(tty, 2, 0)"))
  }
}
