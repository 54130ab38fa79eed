/// What a control group can limit, in one vocabulary for cgroup v1 and v2.
public enum Resource: String, CaseIterable, Sendable {
  case pids
  case memory
  case cpu

  /// The kernel's controller.
  public var controller: String { rawValue }

  public var meaning: String {
    switch self {
    case .pids: "processes, all of the sandbox together"
    case .memory: "bytes of memory"
    case .cpu: "CPU time: 50% or 0.5 is half a CPU"
    }
  }
}

/// A limit: a resource and how much of it. No amount is no limit.
public struct Limit: Sendable, Equatable {
  public let resource: Resource
  /// Processes, bytes, or thousandths of a CPU.
  public let amount: Int?

  public init(_ resource: Resource, _ amount: Int?) {
    self.resource = resource
    self.amount = amount
  }
}

extension Limit {
  /// The length of the periods in which CPU time is counted, in microseconds: the kernel's own
  /// default. See "CFS Bandwidth Control" in its documentation.
  static let cpuPeriod = 100_000

  /// The files that set it, in the order in which they must be written.
  public func writes(version: Int) -> [GroupWrite] {
    switch (resource, version) {
    case (.pids, _): return [GroupWrite("pids", "pids.max", amount.map(String.init) ?? "max")]
    case (.memory, 1):
      return [GroupWrite("memory", "memory.limit_in_bytes", amount.map(String.init) ?? "-1")]
    case (.memory, _):
      return [GroupWrite("memory", "memory.max", amount.map(String.init) ?? "max")]
    case (.cpu, 1):
      return [
        GroupWrite("cpu", "cpu.cfs_period_us", String(Self.cpuPeriod)),
        GroupWrite("cpu", "cpu.cfs_quota_us", quota ?? "-1"),
      ]
    case (.cpu, _):
      return [GroupWrite("cpu", "cpu.max", "\(quota ?? "max") \(Self.cpuPeriod)")]
    }
  }

  /// Microseconds of CPU time in a period.
  private var quota: String? { amount.map { String($0 * Self.cpuPeriod / 1000) } }
}

/// One value for one file of a group.
public struct GroupWrite: Sendable, Equatable {
  public let controller: String
  public let file: String
  public let value: String

  init(_ controller: String, _ file: String, _ value: String) {
    self.controller = controller
    self.file = file
    self.value = value
  }
}
