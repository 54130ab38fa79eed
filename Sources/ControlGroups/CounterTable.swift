extension Counter {
  /// All of them.
  package static var all: [Counter] { general + hugePages }

  /// The processes and threads inside.
  package static let pidsCurrent = Counter(
    "pids.current", "pids", .count, Place("pids.current"), Place("pids.current"))
  /// The most that there were at once.
  package static let pidsPeak = Counter(
    "pids.peak", "pids", .count, Place("pids.peak"), Place("pids.peak"))
  /// Forks that the limit has refused.
  package static let pidsRefused = Counter(
    "pids.refused", "pids", .count, Place("pids.events", .behind("max"), isOwn: true),
    Place("pids.events", .behind("max"), isOwn: true))
  /// The memory in use.
  package static let memoryCurrent = Counter(
    "memory.current", "memory", .bytes, Place("memory.usage_in_bytes"), Place("memory.current"))
  /// The most that was in use at once.
  package static let memoryPeak = Counter(
    "memory.peak", "memory", .bytes, Place("memory.max_usage_in_bytes"), Place("memory.peak"))
  /// Processes that the kernel has killed since there was no memory left under the limit.
  package static let memoryKills = Counter(
    "memory.oom_kills", "memory", .count,
    Place("memory.oom_control", .behind("oom_kill"), isOwn: true),
    Place("memory.events", .behind("oom_kill")))
  /// The swap in use.
  package static let swapCurrent = Counter(
    "swap.current", "memory", .bytes, Place("memory.stat", .behind("total_swap")),
    Place("memory.swap.current"))
  /// The most that was in use at once; v1 does not count it.
  package static let swapPeak = Counter(
    "swap.peak", "memory", .bytes, nil, Place("memory.swap.peak"))
  /// For how long its processes were kept from the CPUs.
  package static let throttledTime = Counter(
    "cpu.throttled_time", "cpu", .microseconds,
    Place("cpu.stat", .behind("throttled_time"), divisor: 1000),
    Place("cpu.stat", .behind("throttled_usec")))

  private static var general: [Counter] {
    [
      pidsCurrent, pidsPeak, pidsRefused, memoryCurrent, memoryPeak, memoryKills, swapCurrent,
      swapPeak,
      Counter(
        "swap.refused", "memory", .count, Place("memory.memsw.failcnt"),
        Place("memory.swap.events", .behind("max"))),
      Counter(
        "cpu.usage", "cpu", .microseconds, Place("cpuacct.usage", divisor: 1000, in: "cpuacct"),
        Place("cpu.stat", .behind("usage_usec"))),
      Counter(
        "cpu.throttled", "cpu", .count, Place("cpu.stat", .behind("nr_throttled")),
        Place("cpu.stat", .behind("nr_throttled"))),
      throttledTime,
      disks("io.read_bytes", .bytes, "io_service_bytes", "Read", "rbytes"),
      disks("io.written_bytes", .bytes, "io_service_bytes", "Write", "wbytes"),
      disks("io.reads", .count, "io_serviced", "Read", "rios"),
      disks("io.writes", .count, "io_serviced", "Write", "wios"),
    ]
  }

  /// Over all the disks.
  private static func disks(
    _ name: String, _ unit: Unit, _ file: String, _ word: String, _ key: String
  ) -> Counter {
    Counter(
      name, "io", unit, Place("blkio.throttle.\(file)", .behind(word)),
      Place("io.stat", .named(key)))
  }

  /// Of the sizes that are common.
  private static var hugePages: [Counter] {
    [("64K", "64KB"), ("2M", "2MB"), ("32M", "32MB"), ("1G", "1GB")].flatMap { size, name in
      [
        Counter(
          "hugetlb.\(size).current", "hugetlb", .bytes, Place("hugetlb.\(name).usage_in_bytes"),
          Place("hugetlb.\(name).current")),
        Counter(
          "hugetlb.\(size).refused", "hugetlb", .count, Place("hugetlb.\(name).rsvd.failcnt"),
          Place("hugetlb.\(name).events", .behind("max"))),
      ]
    }
  }
}
