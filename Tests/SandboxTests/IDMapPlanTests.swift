import Sandbox
import Testing

/// The maps of a user namespace: by whom they are written, and who the program is afterwards.
@Suite struct IDMapPlanTests {
  @Test func rootAsRoot() throws {
    try expectSteps(
      "ns user\nmap root", as: .root,
      are: """
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        parent 2 write /proc/CHILD/uid_map "0 0 1"
        parent 2 write /proc/CHILD/gid_map "0 0 1"
        """)
  }

  @Test func ownIDs() throws {
    try expectPlan(
      "ns user\nmap self",
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - proc = openat(AT_FDCWD, "/proc", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        init   - fstatfs(proc, buffer)
        init   - file = openat2(proc, "self/setgroups", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   - write(file, "deny", 4)
        init   2 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   2 write(file2, "1000 1000 1", 11)
        init   2 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   2 write(file3, "1000 1000 1", 11)
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
        init   - prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0)
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func aUserMapsItsOwnIDSomewhereElse() throws {
    try expectSteps(
      "ns user\nmap uid 5:1000\nmap gid 7:1000",
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   2 write(file2, "5 1000 1", 8)
        init   3 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   3 write(file3, "7 1000 1", 8)
        """)
  }

  @Test func rangesAreWrittenByTheParent() throws {
    try expectPlan(
      "ns user\nmap uid 0:100000:65536\nmap gid 0:100000:65536", as: .root,
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        parent 2 write /proc/CHILD/uid_map "0 100000 65536"
        parent 3 write /proc/CHILD/gid_map "0 100000 65536"
        parent - send(channel, "\\1", 1)
        init   - close(parent_channel)
        init   - read(channel, buffer, 1)
        init   - setresgid(0, 0, 0)
        init   - setresuid(0, 0, 0)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  - setgroups(0, NULL)
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

  @Test func severalRangesAreOneWrite() throws {
    try expectSteps(
      "ns user\nmap uid 0:100000:10 1000:0:1", as: .root,
      are: """
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        parent 2 write /proc/CHILD/uid_map "0 100000 10\\n1000 0 1"
        parent 1 write /proc/CHILD/gid_map "0 0 1"
        """)
  }

  @Test func withoutTheCapabilityTheKernelIsAskedAllTheSame() throws {
    try expectSteps(
      "ns user\nmap uid 0:100000:10",
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   2 write(file2, "0 100000 10", 11)
        init   1 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file3, "0 1000 1", 8)
        """)
  }

  /// Nothing is written, and nobody can become anybody.
  @Test func nobodyIsMapped() throws {
    for host in [Host.user, .root] {
      let plan = try Building.plan("ns user\nmap none", as: host)
      let calls = plan.lines.map(\.call)
      #expect(!calls.contains("setgroups") && !calls.contains("setresuid"))
      #expect(!plan.lines.contains { $0.text.contains("_map") || $0.text.contains("deny") })
    }
  }

  /// Denied only where the kernel takes no map otherwise.
  @Test(arguments: ["ns user", "ns user\nmap self", "ns user\nmap gid 0:0:10"])
  func setgroupsStaysAllowedForRoot(_ script: String) throws {
    let root = try Building.plan(script, as: .root)
    #expect(root.lines.contains { $0.text == "setgroups(0, NULL)" })
    #expect(!root.lines.contains { $0.text.contains("deny") })
    let user = try Building.plan(script)
    #expect(!user.lines.contains { $0.call == "setgroups" })
    #expect(user.lines.contains { $0.text.contains("deny") })
  }

  /// Nobody would be left to write the map from outside.
  @Test func inThePlaceOfClocheItIsDenied() throws {
    let program = Program.with { $0.replaces = true }
    let plan = try Building.plan("ns user\ninit off", as: .root, program: program)
    #expect(plan.lines.contains { $0.text.contains("deny") } && !plan.isGated)
  }

  @Test func aCallerThatIsMappedStaysWhoItIs() throws {
    let plan = try Building.plan("ns user\nmap uid 0:0:10\nmap gid 0:0:10", as: .root)
    #expect(!plan.lines.contains { $0.call == "setresuid" || $0.call == "setresgid" })
  }

  @Test func aGatedChildIsNotClonedByVfork() throws {
    let gated = try Building.plan("ns user\ninit off\nmap uid 0:100000:10", as: .root)
    #expect(gated.isGated)
    #expect(!gated.lines.contains { $0.call == "clone3" && $0.text.contains("VFORK") })
    #expect(gated.lines.contains { $0.text.contains("CLONE_VM|CLONE_CHILD_CLEARTID") })
    let ungated = try Building.plan("ns user\ninit off")
    #expect(!ungated.isGated)
    #expect(ungated.lines.contains { $0.call == "clone3" && $0.text.contains("VFORK") })
  }
}
