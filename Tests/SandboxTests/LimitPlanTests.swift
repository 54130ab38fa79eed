import Sandbox
import Testing

/// Limits by control groups, on the hosts that there are.
@Suite struct LimitPlanTests {
  private let limits = "limit pids 20\nlimit memory 64M\nlimit cpu 50%"

  @Test func version2() throws {
    try expectPlan(
      limits,
      is: """
        parent 1 mkdir -p GROUP/inside
        parent 1 write pids.max "20"
        parent 2 write memory.max "67108864"
        parent 3 write cpu.max "50000 100000"
        parent 1 clone_args.cgroup = the group `inside` that was made, opened
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND|CLONE_INTO_CGROUP, \
        exit_signal=SIGCHLD}, 88)
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

  @Test func version1() throws {
    try expectPlan(
      limits, as: .root.with(controllers: ["pids": 1, "memory": 1, "cpu": 1]),
      is: """
        parent 1 mkdir -p GROUP/inside
        parent 1 write pids.max "20"
        parent 2 write memory.limit_in_bytes "67108864"
        parent 3 write cpu.cfs_period_us "100000"
        parent 3 write cpu.cfs_quota_us "50000"
        parent 1 open inside/cgroup.procs of each v1 group, O_WRONLY
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   1 write(pids.procs, "0", 1)
        init   1 write(memory.procs, "0", 1)
        init   1 write(cpu.procs, "0", 1)
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
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func mixed() throws {
    try expectPlan(
      limits, as: .root.with(controllers: ["pids": 2, "memory": 1, "cpu": 2]),
      is: """
        parent 1 mkdir -p GROUP/inside
        parent 1 write pids.max "20"
        parent 2 write memory.limit_in_bytes "67108864"
        parent 3 write cpu.max "50000 100000"
        parent 1 open inside/cgroup.procs of each v1 group, O_WRONLY
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND|CLONE_INTO_CGROUP, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   1 write(memory.procs, "0", 1)
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
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func theChildJoinsBeforeItsNamespaces() throws {
    try expectSteps(
      "ns cgroup user\nlimit pids 5", as: .root.with(controllers: ["pids": 1]),
      are: """
        parent 2 mkdir -p GROUP/inside
        parent 2 write pids.max "5"
        parent 2 open inside/cgroup.procs of each v1 group, O_WRONLY
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        parent 1 write /proc/CHILD/uid_map "0 0 1"
        parent 1 write /proc/CHILD/gid_map "0 0 1"
        init   2 write(pids.procs, "0", 1)
        init   1 unshare(CLONE_NEWCGROUP)
        """)
  }

  @Test(arguments: [
    ("pids 1", 2, ["write pids.max \"1\""]), ("pids 4194304", 1, ["write pids.max \"4194304\""]),
    ("memory 4K", 2, ["write memory.max \"4096\""]),
    ("memory 1T", 1, ["write memory.limit_in_bytes \"1099511627776\""]),
    ("cpu 100%", 2, ["write cpu.max \"100000 100000\""]),
    ("cpu 1%", 2, ["write cpu.max \"1000 100000\""]),
    ("cpu 33.3%", 2, ["write cpu.max \"33300 100000\""]),
    ("cpu 1.5", 2, ["write cpu.max \"150000 100000\""]),
    ("cpu 0.125", 2, ["write cpu.max \"12500 100000\""]),
    ("cpu 2", 1, ["write cpu.cfs_period_us \"100000\"", "write cpu.cfs_quota_us \"200000\""]),
    ("cpu 0.50000", 1, ["write cpu.cfs_period_us \"100000\"", "write cpu.cfs_quota_us \"50000\""]),
  ])
  func amounts(limit: String, version: Int, writes: [String]) throws {
    let host = Host.root.with(controllers: ["pids": version, "memory": version, "cpu": version])
    let lines = try Building.plan("limit \(limit)", as: host).lines.map(\.text)
    #expect(lines.filter { $0.hasPrefix("write ") } == writes)
  }

  @Test func maxLiftsALimit() throws {
    let lifted = try Building.plan("limit pids 5\nlimit pids max").lines.map(\.text)
    #expect(lifted == (try Building.plan("").lines.map(\.text)))
  }

  @Test func theLastOneHolds() throws {
    let lines = try Building.plan("limit pids 5\nlimit pids 6").lines.map(\.text)
    #expect(lines.filter { $0.hasPrefix("write ") } == ["write pids.max \"6\""])
  }

  @Test func whatTheHostCanNotLimitIsRefusedBeforeAnything() throws {
    try expectRefusal(
      "limit pids 5\nlimit memory 1M", as: .root.with(controllers: ["pids": 2]),
      is: """
        E0421 this host has no `memory` controller to limit with
        at: limit memory 1M
        label: not mounted anywhere
        why: no cgroup mount has it (checked: /proc/mounts)
        fix: where /proc/cgroups has it in hierarchy 0: mount -t cgroup2 none /sys/fs/cgroup, as root
        fix: where it is in another it is bound to v1: mount -t cgroup -o memory none DIRECTORY, as root
        """)
  }

  @Test(arguments: [
    ("pids 0", "E0205", "from 1 to 4194304"), ("pids 4194305", "E0205", "from 1 to 4194304"),
    ("cpus one", "E0204", "expected 0-1,3"), ("cpus 9999", "E0205", "from 0 to 8191"),
    ("cpus 0,", "E0204", "expected 0-1,3"), ("cpus -1", "E0205", "cannot be negative"),
    ("pids -1", "E0205", "cannot be negative"), ("pids 5K", "E0204", "expected a whole number"),
    ("pids ''", "E0204", "expected a whole number"),
    ("pids 99999999999999999999", "E0205", "more than 64 bits hold"),
    ("memory 0", "E0205", "from 4K to 2097152T"),
    ("memory 1024", "E0204", "expected a size with a unit: K, M, G or T"),
    ("memory 3K", "E0205", "from 4K to 2097152T"),
    ("memory 1.5G", "E0204", "expected a size with a unit: K, M, G or T"),
    ("cpu 0", "E0205", "at least 1%"), ("cpu 0.9%", "E0205", "at least 1%"),
    ("cpu 0.009", "E0205", "at least 1%"), ("cpu 0.0101", "E0205", "in steps of 0.1%"),
    ("cpu 50.55%", "E0205", "in steps of 0.1%"), ("cpu %", "E0204", "expected 50% or 1.5"),
    ("cpu .5", "E0204", "expected 50% or 1.5"), ("cpu 5.", "E0204", "expected 50% or 1.5"),
    ("cpu 1.5.5", "E0204", "expected 50% or 1.5"), ("cpu 1e3", "E0204", "expected 50% or 1.5"),
    ("cpu -1", "E0205", "cannot be negative"), ("cpu 1000001", "E0205", "from 0 to 1000000"),
    ("cpu 50%%", "E0204", "expected 50% or 1.5"), ("cpu ''", "E0204", "expected 50% or 1.5"),
    ("disk 5", "E0206", ""), ("pid 5", "E0206", "did you mean `pids`?"),
    ("pids", "E0201", "expected VALUE"), ("pids 5 6", "E0202", "nothing more can follow here"),
  ])
  func refused(limit: String, code: String, label: String) throws {
    let refusal = try #require(Building.refusal("limit \(limit)"))
    #expect(refusal.code.description == code)
    #expect(refusal.label == label)
  }
}
