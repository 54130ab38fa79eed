/// One change to a group.
package struct GroupWrite: Sendable, Equatable {
  package let controller: String
  /// The file, and those that other kernels have in its place.
  package let files: [String]
  package let value: Value
  package let need: Need

  /// Whether a group must have the file.
  package enum Need: Sendable, Equatable {
    case always
    /// Older kernels have it not, and limit all the same.
    case ifThere
    /// Another file does the same for other disks: one of the two is needed.
    case unless(String)
  }

  /// What a file of a group is given.
  package enum Value: Sendable, Equatable {
    case text(String)
    /// What the group above has.
    case inherited
    /// No text: a program that decides, made of these rules; nil takes it away.
    case deviceFilter([DeviceRule]?)
  }

  init(_ controller: String, _ files: String..., value: Value, need: Need = .always) {
    self.controller = controller
    self.files = files
    self.value = value
    self.need = need
  }

  init(_ controller: String, _ files: String..., text: String, need: Need = .always) {
    self.controller = controller
    self.files = files
    value = .text(text)
    self.need = need
  }

  /// As a line of a plan.
  package var text: String {
    let names = files.joined(separator: ", else ")
    switch value {
    case .text(let text):
      return "write \(names) \"\(text)\"" + (need == .always ? "" : ", if there")
    case .inherited: return "write \(names) as in the group above"
    case .deviceFilter(nil): return "bpf(BPF_PROG_DETACH, BPF_CGROUP_DEVICE)"
    case .deviceFilter(let rules?):
      let allowed = rules.isEmpty ? "none" : rules.map(\.text).joined(separator: ", ")
      return "bpf(BPF_PROG_ATTACH, BPF_CGROUP_DEVICE) a filter that allows \(allowed)"
    }
  }
}

extension Limit {
  /// What sets it in a group of a version, in the order in which it must be done: the whole table of
  /// what the words of `limit` are in the kernel's files.
  ///
  /// - Parameters:
  ///   - others: the limits beside it, for where one file holds two of them.
  ///   - isNew: the group has no limits yet, so that there is none to take away.
  package func writes(
    version: Int, beside others: [Limit] = [], isNew: Bool = true
  ) -> [GroupWrite] {
    let number = amount.map(String.init)
    switch (resource, version) {
    case (.pids, _): return [GroupWrite("pids", "pids.max", text: number ?? "max")]
    case (.memory, 1):
      return [GroupWrite("memory", "memory.limit_in_bytes", text: number ?? "-1")]
    case (.memory, _): return [GroupWrite("memory", "memory.max", text: number ?? "max")]
    case (.swap, 1):
      // One file for both: behind that of the memory, which must never be above it.
      let memory = others.first { $0.resource == .memory }?.amount
      let both = memory.flatMap { memory in amount.map { memory + $0 } }
      return [
        GroupWrite("memory", "memory.memsw.limit_in_bytes", text: both.map(String.init) ?? "-1")
      ]
    case (.swap, _): return [GroupWrite("memory", "memory.swap.max", text: number ?? "max")]
    case (.cpu, 1):
      return [
        GroupWrite("cpu", "cpu.cfs_period_us", text: String(Self.cpuPeriod)),
        GroupWrite("cpu", "cpu.cfs_quota_us", text: quota ?? "-1"),
      ]
    case (.cpu, _):
      return [GroupWrite("cpu", "cpu.max", text: "\(quota ?? "max") \(Self.cpuPeriod)")]
    case (.cpuWeight, 1):
      // As the kernel converts them: 100 and 1024 are what every group has.
      let shares = min(max((amount ?? 100) * 1024 / 100, 2), 262_144)
      return [GroupWrite("cpu", "cpu.shares", text: String(shares))]
    case (.cpuWeight, _): return [GroupWrite("cpu", "cpu.weight", text: number ?? "100")]
    case (.cpus, _): return [GroupWrite("cpuset", "cpuset.cpus", value: list(version))]
    case (.mems, _): return [GroupWrite("cpuset", "cpuset.mems", value: list(version))]
    case (.io, _): return rateWrites(version, isNew: isNew)
    case (.ioWeight, 1):
      return [GroupWrite("blkio", "blkio.bfq.weight", "blkio.weight", text: String(diskWeight))]
    case (.ioWeight, _):
      // Which of the two counts is up to the scheduler of the disk.
      return [
        GroupWrite(
          "io", "io.weight", text: "default \(amount ?? 100)", need: .unless("io.bfq.weight")),
        GroupWrite(
          "io", "io.bfq.weight", text: "default \(diskWeight)", need: .unless("io.weight")),
      ]
    case (.devices, _): return deviceWrites(version)
    case (.hugetlb, _): return pageWrites(version)
    case (.notifyOnRelease, _):
      let isOn = value == .flag(true)
      return [
        GroupWrite(Controller.anyOfVersion1, "notify_on_release", text: isOn ? "1" : "0")
      ]
    case (.net, _): return []
    }
  }

  /// The length of the periods in which CPU time is counted, in microseconds: the kernel's own
  /// default. See "CFS Bandwidth Control" in its documentation.
  static let cpuPeriod = 100_000

  /// Microseconds of CPU time in a period.
  private var quota: String? { amount.map { String($0 * Self.cpuPeriod / 1000) } }

  /// The weight for BFQ, from 1 to 1000 with the same 100 for everybody else.
  private var diskWeight: Int { amount.map { $0 <= 100 ? $0 : 100 + ($0 - 100) / 11 } ?? 100 }

  private func list(_ version: Int) -> GroupWrite.Value {
    if case .list(let text) = value { return .text(text) }
    // An empty one is that of the group above on v2, and an error on v1.
    return version == 1 ? .inherited : .text("")
  }

  private func rateWrites(_ version: Int, isNew: Bool) -> [GroupWrite] {
    guard case .rates(let device, let rates) = value else { return [] }
    if version == 1 {
      return Rates.Name.allCases.filter { rates[$0] != nil || !isNew }.map { name in
        GroupWrite("blkio", name.version1File, text: "\(device.text) \(rates[name] ?? 0)")
      }
    }
    let words = Rates.Name.allCases.map { name in
      "\(name.rawValue)=\(rates[name].map(String.init) ?? "max")"
    }
    return [GroupWrite("io", "io.max", text: "\(device.text) \(words.joined(separator: " "))")]
  }

  private func deviceWrites(_ version: Int) -> [GroupWrite] {
    var rules: [DeviceRule]?
    if case .devices(let given) = value { rules = given }
    guard version == 1 else {
      return [GroupWrite("devices", value: .deviceFilter(rules))]
    }
    guard let rules else { return [GroupWrite("devices", "devices.allow", text: "a")] }
    return [GroupWrite("devices", "devices.deny", text: "a")]
      + rules.map { GroupWrite("devices", "devices.allow", text: $0.text) }
  }

  private func pageWrites(_ version: Int) -> [GroupWrite] {
    guard case .pages(let size, let count) = value else { return [] }
    let unit = [(30, "GB"), (20, "MB"), (10, "KB")].first { size >= 1 << $0.0 } ?? (10, "KB")
    let name = "hugetlb.\(size >> unit.0)\(unit.1)"
    let (used, reserved) =
      version == 1
      ? ("\(name).limit_in_bytes", "\(name).rsvd.limit_in_bytes")
      : ("\(name).max", "\(name).rsvd.max")
    let most = version == 1 ? "-1" : "max"
    let bytes = GroupWrite.Value.text(count.map { String(size * $0) } ?? most)
    // What is refused when it is reserved fails in mmap(2); what is refused when it is first touched
    // is a SIGBUS.
    return [
      GroupWrite("hugetlb", used, value: bytes),
      GroupWrite("hugetlb", reserved, value: bytes, need: .ifThere),
    ]
  }
}
