import Kernel
import Language
import Sandbox
import Testing

/// What each limit is on v1 and on v2, and what of it a host refuses.
@Suite struct LimitTableTests {
  private static let controllers = [
    "pids", "memory", "cpu", "cpuset", "io", "devices", "hugetlb", "notify_on_release",
  ]

  private func host(_ version: Int) -> Host {
    let versions = Dictionary(uniqueKeysWithValues: Self.controllers.map { ($0, version) })
    return Host.root.with(controllers: versions).withDisk
  }

  private func writes(_ script: String, version: Int) throws -> String {
    try Building.plan(script, as: host(version)).lines.map(\.text)
      .filter { $0.hasPrefix("write ") || $0.hasPrefix("bpf(") }.joined(separator: "\n")
  }

  struct Row: Sendable {
    let script: String
    let version1: String
    let version2: String

    init(_ script: String, _ version1: String, _ version2: String) {
      self.script = script
      self.version1 = version1
      self.version2 = version2
    }
  }

  static let rows: [Row] = [
    Row(
      "limit swap 16M\nlimit memory 64M",
      """
      write memory.limit_in_bytes "67108864"
      write memory.memsw.limit_in_bytes "83886080"
      """,
      """
      write memory.max "67108864"
      write memory.swap.max "16777216"
      """),
    Row(
      "limit memory 4K\nlimit swap 0",
      """
      write memory.limit_in_bytes "4096"
      write memory.memsw.limit_in_bytes "4096"
      """,
      """
      write memory.max "4096"
      write memory.swap.max "0"
      """),
    Row("limit cpu-weight 100", "write cpu.shares \"1024\"", "write cpu.weight \"100\""),
    Row("limit cpu-weight 1", "write cpu.shares \"10\"", "write cpu.weight \"1\""),
    Row("limit cpu-weight 10000", "write cpu.shares \"102400\"", "write cpu.weight \"10000\""),
    Row("limit cpus 0-1,3", "write cpuset.cpus \"0-1,3\"", "write cpuset.cpus \"0-1,3\""),
    Row("limit mems 0", "write cpuset.mems \"0\"", "write cpuset.mems \"0\""),
    Row(
      "limit io /dev/vda wbps=1M riops=9",
      """
      write blkio.throttle.write_bps_device "254:0 1048576"
      write blkio.throttle.read_iops_device "254:0 9"
      """, "write io.max \"254:0 rbps=max wbps=1048576 riops=9 wiops=max\""),
    Row(
      "limit io-weight 100", "write blkio.bfq.weight, else blkio.weight \"100\"",
      """
      write io.weight "default 100", if there
      write io.bfq.weight "default 100", if there
      """),
    Row(
      "limit io-weight 10000", "write blkio.bfq.weight, else blkio.weight \"1000\"",
      """
      write io.weight "default 10000", if there
      write io.bfq.weight "default 1000", if there
      """),
    Row(
      "limit devices none", "write devices.deny \"a\"",
      "bpf(BPF_PROG_ATTACH, BPF_CGROUP_DEVICE) a filter that allows none"),
    // Whatever the order, first none and then the exceptions.
    Row(
      "limit devices allow c 1:3 wr\nlimit devices none\nlimit devices allow b '8:*' m",
      """
      write devices.deny "a"
      write devices.allow "c 1:3 rw"
      write devices.allow "b 8:* m"
      """, "bpf(BPF_PROG_ATTACH, BPF_CGROUP_DEVICE) a filter that allows c 1:3 rw, b 8:* m"),
    Row(
      "limit hugetlb 2M 3",
      """
      write hugetlb.2MB.limit_in_bytes "6291456"
      write hugetlb.2MB.rsvd.limit_in_bytes "6291456", if there
      """,
      """
      write hugetlb.2MB.max "6291456"
      write hugetlb.2MB.rsvd.max "6291456", if there
      """),
    Row(
      "limit hugetlb 1G 0",
      """
      write hugetlb.1GB.limit_in_bytes "0"
      write hugetlb.1GB.rsvd.limit_in_bytes "0", if there
      """,
      """
      write hugetlb.1GB.max "0"
      write hugetlb.1GB.rsvd.max "0", if there
      """),
  ]

  @Test(arguments: rows) func table(_ row: Row) throws {
    #expect(try writes(row.script, version: 1) == row.version1)
    #expect(try writes(row.script, version: 2) == row.version2)
  }

  @Test func theReleaseAgentIsOfVersion1() throws {
    #expect(
      try writes("limit notify-on-release on", version: 1) == "write notify_on_release \"1\"")
    #expect(
      try writes("limit notify-on-release off", version: 1) == "write notify_on_release \"0\"")
  }

  @Test(arguments: [
    "swap 1M", "cpu-weight 5", "cpus 0", "mems 0", "io /dev/vda rbps=1M", "io-weight 5",
    "devices none", "devices allow c 1:3 r", "hugetlb 2M 4", "notify-on-release on", "net 1M",
  ]) func maxLiftsEach(limit: String) throws {
    var words = limit.split(separator: " ").map(String.init)
    words = words[0] == "devices" ? ["devices", "max"] : words.dropLast() + ["max"]
    let lifted = try Building.context(
      "limit pids 5\nlimit \(limit)\nlimit \(words.joined(separator: " "))")
    #expect(lifted.isSame(as: try Building.context("limit pids 5")))
  }

  @Test func oneDiskIsLiftedAlone() throws {
    let context = try Building.context(
      "limit io /dev/vda rbps=1M\nlimit io /dev/vda1 rbps=1M\nlimit io /dev/vda max")
    #expect(context.settings.map(\.key) == ["limit io /dev/vda1"])
  }

  @Test func theLinkIsLimitedFromInside() throws {
    try expectSteps(
      "ns net\nlimit net 1M",
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNET|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   2 netlink = socket(AF_NETLINK, SOCK_DGRAM|SOCK_CLOEXEC, 0)
        init   2 write(netlink, {RTM_NEWQDISC lo tbf rate 1M/s}, 96)
        init   2 read(netlink, buffer, 256)
        init   1 socket = socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
        init   1 ioctl(socket, SIOCSIFFLAGS, {lo up})
        """)
  }

  @Test func theTimeOfTheCPUsIsCountedBesideOnVersion1() throws {
    let lines = try Building.plan(
      "limit cpu 50%", as: .root.with(controllers: ["cpu": 1, "cpuacct": 1])
    ).lines.map(\.text)
    #expect(lines.contains("write(cpuacct.procs, \"0\", 1)"))
  }

  @Test func aChildThatMayOpenNoDeviceIsGivenItsInput() throws {
    let program = Program.with { $0.input = .null }
    let lines = try Building.plan("limit devices none", as: host(2), program: program).lines.map(
      \.text)
    #expect(lines.contains("open /dev/null, O_RDONLY"))
    #expect(lines.contains("dup3(null, 0, 0)"))
    #expect(!lines.contains { $0.hasPrefix("null = openat") })
  }

  static let hostRefusals: [(String, Int, String)] = [
    (
      "limit swap 1M", 1,
      """
      E0451 `limit swap` without `limit memory` on cgroup v1
      at: limit swap 1M
      label: there the limit is on the sum of the two
      fix: `limit memory 64M`
      """
    ),
    (
      "limit notify-on-release on", 2,
      """
      E0421 this host has no cgroup v1, and so no release agent
      at: limit notify-on-release on
      label: nothing to notify
      fix: leave it out: cloche removes its groups itself
      """
    ),
    (
      "limit io /dev/nope rbps=1M", 2,
      """
      E0420 there is no `/dev/nope`
      at: /dev/nope
      label: expected a disk
      fix: lsblk -d lists the disks
      """
    ),
    (
      "limit io /dev/vda1 rbps=1M", 1,
      """
      E0420 `/dev/vda1` is a part of a disk
      at: /dev/vda1
      label: control groups limit whole disks
      fix: `limit io /dev/vda ...`
      """
    ),
    (
      "limit io /srv rbps=1M", 2,
      """
      E0420 `/srv` is not a disk
      at: /srv
      label: expected a block device
      fix: `limit io /dev/vda ...`, the disk that it lies on
      """
    ),
    (
      "limit io /dev/shm rbps=1M", 2,
      """
      E0420 `/dev/shm` is not a disk
      at: /dev/shm
      label: expected a block device
      why: it lies on no disk either: its file system has no block device, as tmpfs
      fix: `limit memory`, which also holds what is written to a tmpfs
      """
    ),
  ]

  @Test(arguments: hostRefusals) func refusedByTheHost(script: String, version: Int, text: String)
    throws
  {
    var host = host(version)
    if version == 2 { host = host.with(controllers: ["io": 2, "pids": 2]) }
    try expectRefusal(script, as: host, is: text)
  }

  @Test func onlyRootLimitsDevices() throws {
    try expectRefusal(
      "limit devices none",
      is: """
        E0422 only root limits devices
        at: limit devices none
        label: needs CAP_SYS_ADMIN of the host
        why: devices.deny of v1 and the filters of v2, bpf(2), ask for it, whoever has the group \
        (checked: you are uid 1000, without it)
        fix: `ns user mnt` and `mount dev /dev`: a /dev with the harmless devices only
        fix: run cloche as root
        """)
  }

  @Test func aTerminalOfItsOwnIsADeviceToo() throws {
    var host = host(2)
    host.terminals = [0, 1, 2]
    try expectRefusal(
      "limit devices none", as: host,
      is: """
        E0451 `limit devices` leaves the program no terminal of its own
        at: limit devices none
        label: /dev/ptmx could not be opened
        fix: `tty share`
        fix: `limit devices allow c 5:2 rw`
        """)
    for mended in ["tty share", "limit devices allow c 5:2 rw", "limit devices allow c '*:*' rwm"] {
      #expect(Building.refusal("limit devices none\n\(mended)", as: host) == nil, "\(mended)")
    }
    for not in ["limit devices allow c 5:2 r", "limit devices allow b 5:2 rw"] {
      #expect(Building.refusal("limit devices none\n\(not)", as: host) != nil, "\(not)")
    }
  }

  @Test func theLinkHasToBeTheSandboxsOwn() throws {
    let violations = try Building.context("limit net 1M").violations
    #expect(violations.map(\.message) == ["`limit net` without `ns net`"])
    #expect(try Building.context("ns net\nlimit net 1M").violations.isEmpty)
  }

  static let refusals: [(String, String, String)] = [
    ("swap", "E0201", "expected VALUE"), ("swap -1", "E0205", "cannot be negative"),
    ("swap 1", "E0204", "expected a size with a unit: K, M, G or T"),
    ("swap 9223372036854775808", "E0204", "expected a size with a unit: K, M, G or T"),
    ("swap 18446744073709551616K", "E0205", "more than 64 bits hold"),
    ("memory 9223372036854775808K", "E0205", "more than 64 bits hold"),
    ("memory 8388607T", "E0205", "from 4K to 2097152T"),
    ("cpu-weight 0", "E0205", "from 1 to 10000"), ("cpu-weight 10001", "E0205", "from 1 to 10000"),
    ("cpu-weight 50%", "E0204", "expected a whole number"),
    ("io-weight 18446744073709551616", "E0205", "more than 64 bits hold"),
    ("cpus ''", "E0204", "expected 0-1,3"), ("cpus 0,", "E0204", "expected 0-1,3"),
    ("cpus 0-", "E0204", "expected 0-1,3"), ("cpus -1", "E0205", "cannot be negative"),
    ("cpus 0-1-2", "E0204", "expected 0-1,3"), ("cpus 1-0", "E0205", "ends before it begins"),
    ("cpus a", "E0204", "expected 0-1,3"), ("cpus 9999", "E0205", "from 0 to 8191"),
    ("mems 9223372036854775808", "E0205", "more than 64 bits hold"),
    ("io", "E0201", "expected DEVICE"), ("io /dev/vda", "E0201", "expected RATE"),
    ("io '' rbps=1M", "E0204", "expected a path like /dev/sda"),
    ("io /dev/vda rbps", "E0206", "expected rbps=, wbps=, riops= or wiops="),
    ("io /dev/vda rbps=0", "E0205", "at least 1 byte"),
    ("io /dev/vda rbps=", "E0204", "expected a size with a unit: K, M, G or T"),
    ("io /dev/vda riops=1K", "E0204", "expected a whole number"),
    ("io /dev/vda riops=0", "E0205", "from 1 to 4294967294"),
    ("io /dev/vda rbps=1M rbps=1M", "E0202", ""),
    ("io /dev/vda max rbps=1M", "E0206", "expected rbps=, wbps=, riops= or wiops="),
    ("devices", "E0201", "expected none|max"), ("devices some", "E0206", ""),
    ("devices allow", "E0201", "expected c|b"), ("devices allow d 1:3 r", "E0206", ""),
    ("devices allow c 1 r", "E0204", "expected 1:3, or '1:*'"),
    ("devices allow c 1:2:3 r", "E0204", "expected 1:3, or '1:*'"),
    ("devices allow c : r", "E0204", "expected a whole number"),
    ("devices allow c 4096:0 r", "E0205", "from 0 to 4095"),
    ("devices allow c 0:1048576 r", "E0205", "from 0 to 1048575"),
    ("devices allow c 1:3 x", "E0204", "expected some of r, w and m"),
    ("devices allow c 1:3 rr", "E0204", "expected some of r, w and m"),
    ("devices allow c 1:3 ''", "E0204", "expected some of r, w and m"),
    ("hugetlb", "E0201", "expected SIZE"), ("hugetlb 2M", "E0201", "expected N"),
    ("hugetlb 3M 1", "E0205", "expected a power of two, as 2M or 1G"),
    ("hugetlb 4K 1", "E0205", "from 8K to 1T"), ("hugetlb 2M -1", "E0205", "cannot be negative"),
    ("hugetlb 2M 9223372036854775807", "E0205", "from 0 to 2199023255551"),
    ("notify-on-release yes", "E0206", ""), ("net 0", "E0205", "from 1K to 4294967295 bytes"),
    ("net 5", "E0204", "expected a size with a unit: K, M, G or T"),
    ("net 4G", "E0205", "from 1K to 4294967295 bytes"),
  ]

  @Test(arguments: refusals) func refused(limit: String, code: String, label: String) throws {
    let refusal = try #require(Building.refusal("limit \(limit)", as: host(2)))
    #expect(refusal.code.description == code)
    #expect(refusal.label == label)
  }
}
