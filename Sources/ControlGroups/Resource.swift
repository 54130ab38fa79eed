/// What `limit` can limit, in one vocabulary for cgroup v1 and v2.
package enum Resource: String, CaseIterable, Sendable {
  case pids
  case memory
  case swap
  case cpu
  case cpuWeight = "cpu-weight"
  case cpus
  case mems
  case io
  case ioWeight = "io-weight"
  case devices
  case hugetlb
  case notifyOnRelease = "notify-on-release"
  case net

  /// The controller that does it, by its name on v2 where the two differ; nil where none does.
  package var controller: String? {
    switch self {
    case .pids, .memory, .cpu, .io, .devices, .hugetlb: rawValue
    case .swap: "memory"
    case .cpuWeight: "cpu"
    case .cpus, .mems: "cpuset"
    case .ioWeight: "io"
    case .notifyOnRelease: Controller.anyOfVersion1
    case .net: nil
    }
  }

  package var meaning: String {
    switch self {
    case .pids: "processes, all of the sandbox together"
    case .memory: "bytes of memory"
    case .swap: "bytes of swap, beside the memory"
    case .cpu: "CPU time: 50% or 0.5 is half a CPU"
    case .cpuWeight: "its share where the CPUs are busy, 1 to 10000; others have 100"
    case .cpus: "the CPUs it may run on: 0-1,3"
    case .mems: "the memory nodes it may use: 0"
    case .io: "bytes and operations a second on a disk"
    case .ioWeight: "its share where a disk is busy, 1 to 10000; others have 100"
    case .devices: "the device files it may open"
    case .hugetlb: "huge pages of a size"
    case .notifyOnRelease: "cgroup v1 runs the release agent of the host at the end"
    case .net: "bytes a second on the loopback of its network namespace"
    }
  }
}

/// Controllers that are none of the kernel's.
package enum Controller {
  /// Any hierarchy of v1: what every group of v1 can do.
  package static var anyOfVersion1: String { "notify_on_release" }
  /// v2 freezes and filters devices in every group, without a controller.
  static var inEveryGroup: [String] { ["devices", "freezer"] }
  /// The name of one on v1 where it has another on v2.
  package static func version1(_ name: String) -> String { name == "io" ? "blkio" : name }
}
