import Kernel
import Language
import Sandbox
import Testing

/// Plans that make a box which stays, join it, and change it.
@Suite struct BoxPlanTests {
  private static let place = RunningPlace(
    kinds: [.mnt, .pid, .user, .uts], entrance: nil, folder: Bytes("/home/ann".utf8))

  private func lines(
    _ script: String, as host: Host = .user, _ purpose: Purpose
  ) throws -> [String] {
    try Lowering.plan(
      Building.context(script), program: .standard, host: host, purpose: purpose
    ).lines.map { "\($0.actor.rawValue) \($0.text)" }
  }

  /// What the init of who joins does for itself.
  private static let settling = [
    "init setpgid(0, 0)", "init fcntl(link, F_SETOWN, program)", "init dup3(channel, 0, 0)",
    "init dup3(link, 1, 0)", "init close_range(2, ~0U, CLOSE_RANGE_CLOEXEC)",
    "init capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20, permitted=0x20, inheritable=0x20})",
    "init prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)",
    "init execveat(init, \"\", [\"cloche-init\"], [], AT_EMPTY_PATH)",
  ]

  private func changes(from old: String, to new: String) throws -> [String] {
    try lines(new, .change(Self.place, from: Building.context(old)))
  }

  @Test func upMakesAllButAProgram() throws {
    let lines = try lines("ns uts\nhostname glass\ncd /tmp\nas 5", as: .root, .box)
    #expect(
      lines == [
        "parent memfd_create(\"cloche-init\", ...), written and sealed: the init's program",
        "parent clone3({flags=CLONE_NEWUTS|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)",
        "init close(parent_channel)",
        "init prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)",
        "init sethostname(\"glass\", 5)",
        "init prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)",
        "init write(channel, {kind=2}, 20)",
        "init read(channel, buffer, 1)",
        "init prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)",
        "init setpgid(0, 0)",
        "init dup3(channel, 0, 0)",
        "init close_range(1, ~0U, CLOSE_RANGE_CLOEXEC)",
        "init capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20, permitted=0x20, inheritable=0x20})",
        "init prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)",
        "init execveat(init, \"\", [\"cloche-init\", \"hold\"], [], AT_EMPTY_PATH)",
      ])
  }

  @Test func execJoinsWhatIsThere() throws {
    let lines = try lines(
      "ns uts user pid mnt\nhostname glass\nmount tmpfs /tmp\numask 077\ncap all", .join(Self.place)
    )
    #expect(
      lines == [
        "parent memfd_create(\"cloche-init\", ...), written and sealed: the init's program",
        "parent clone3({flags=CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)",
        "init close(parent_channel)",
        "init prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)",
        "init setns(userns, CLONE_NEWUSER)",
        "init setns(pidns, CLONE_NEWPID)",
        "init setns(utsns, CLONE_NEWUTS)",
        "init setns(mntns, CLONE_NEWNS)",
        "init prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)",
        "init socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)",
        "init program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, stack_size=65536}, 88)",
        "child close(link)",
        "child setsid()",
        "child folder = openat2(AT_FDCWD, \"home/ann\", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS}, 24)",
        "child close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)",
        "child fchdir(folder)",
        "child umask(077)",
        "child keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)",
        "child prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)",
        "child prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)",
        "child rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)",
        "child write(channel, {kind=2}, 20)",
        "child read(link[1], buffer, 1)",
        "child execve(\"/bin/true\", [\"/bin/true\"], environment)",
      ]
        + Self.settling.map {
          $0.replacing("[\"cloche-init\"]", with: "[\"cloche-init\", \"group\"]")
        })
  }

  /// A root by chroot(2) belongs to each process, and is not joined.
  @Test func aChrootIsMadeAgain() throws {
    let place = RunningPlace(kinds: [.uts, .user], entrance: nil, folder: Bytes("/".utf8))
    let lines = try lines("ns uts user\nroot /srv/tree", .join(place))
    #expect(lines.contains("init chroot(\".\")"), "\(lines)")
    let joined = try self.lines("ns uts user mnt\nroot /srv/tree", .join(Self.place))
    #expect(!joined.contains { $0.contains("root") }, "\(joined)")
  }

  @Test func aNameIsChangedByWhoJoins() throws {
    let base = "ns uts user pid mnt\n"
    let lines = try changes(from: base + "hostname a", to: base + "hostname b\ncd /tmp")
    #expect(
      Array(lines.dropFirst(2)) == [
        "init close(parent_channel)", "init prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)",
        "init setns(userns, CLONE_NEWUSER)", "init setns(pidns, CLONE_NEWPID)",
        "init setns(utsns, CLONE_NEWUTS)", "init setns(mntns, CLONE_NEWNS)",
        "init socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)",
        "init program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, stack_size=65536}, 88)",
        "child close(link)", "child sethostname(\"b\", 1)", "child write(channel, {kind=2}, 20)",
        "child read(link[1], buffer, 1)", "child exit_group(0)",
      ] + Self.settling, "\(lines)")
  }

  /// What is copied from the host is copied where it can still be seen; earlier mounts stay.
  @Test func aBindIsTakenBeforeTheNamespacesAreJoined() throws {
    let base = "ns uts user pid mnt\nmount tmpfs /tmp\n"
    let lines = try changes(from: base, to: base + "bind /usr/share /mnt ro")
    let tree = try #require(lines.firstIndex { $0.contains("open_tree") })
    let join = try #require(lines.firstIndex { $0.contains("setns(mntns") })
    let move = try #require(lines.firstIndex { $0.contains("move_mount(tree") })
    #expect(tree < join && join < move)
    #expect(!lines.contains { $0.contains("tmpfs") })
  }

  @Test(arguments: [
    ("ns uts", "ns uts net", "ns net"), ("ns uts net", "ns uts", "ns net"),
    ("ns user", "ns user\nmap self", "map self"),
    ("ns mnt user", "ns mnt user\nroot host", "root host"),
    ("ns mnt user\nmount tmpfs /a", "ns mnt user", "mount tmpfs /a"),
    ("ns uts\nhostname a", "ns uts", "hostname a"),
  ])
  func whatWasMadeOnceCanNotChange(_ old: String, _ new: String, _ words: String) throws {
    let commands = try Building.commands(new)
    let refusal = LiveChanges.refusal(
      from: try Building.context(old), to: try Building.context(new),
      at: try #require(commands.last).span)
    #expect(refusal?.code == .boxIsUp)
    #expect(refusal?.message.contains("`\(words)`") == true, "\(refusal?.message ?? "")")
  }

  @Test(arguments: [
    "cd /tmp", "umask 077", "env A=1", "as 5", "rlimit nofile 9", "tty none", "init on",
    "no-new-privs off",
  ])
  func whatIsTheProgramsOwnWaitsForTheNext(_ command: String) throws {
    let (old, new) = (try Building.context("ns uts"), try Building.context("ns uts\n" + command))
    #expect(
      LiveChanges.refusal(from: old, to: new, at: try Building.commands(command)[0].span) == nil)
    #expect(!LiveChanges.areDueNow(from: old, to: new))
    #expect(LiveChanges.areDueNow(from: old, to: try Building.context("ns uts\nhostname b")))
  }

  @Test func aBoxWithAPIDNamespaceNeedsAnInit() throws {
    let context = try Building.context("ns user pid\ninit off")
    for purpose in [Purpose.box, .join(Self.place)] {
      #expect(throws: Diagnostic.self) {
        try Lowering.plan(context, program: .standard, host: .user, purpose: purpose)
      }
    }
  }
}
