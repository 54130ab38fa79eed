import ControlGroups
import Kernel
import Language
import Sandbox

/// The limits of a context as a host can set them. What it cannot is refused before anything is
/// made.
struct HostLimits {
  struct Entry {
    let entry: LimitSet.Entry
    let limit: Limit
    let writes: [GroupWrite]
  }

  private(set) var all: [Entry] = []
  /// Each once, in the order in which they are needed.
  private(set) var controllers: [String] = []
  private var versions: [String: Int] = [:]
  private let host: Host

  init(_ entries: [LimitSet.Entry], _ host: Host) throws(Diagnostic) {
    self.host = host
    var limits: [(entry: LimitSet.Entry, limit: Limit)] = []
    for entry in entries where entry.resource.controller != nil {
      if entry.resource == .devices {
        // All of them are one filter, at the place of the first.
        guard !limits.contains(where: { $0.limit.resource == .devices }) else { continue }
      }
      try addController(of: entry)
      limits.append((entry, try limit(of: entry, among: entries)))
    }
    // The memory comes before what is added to it.
    let isSwap: (Resource) -> Bool = { $0 == .swap }
    limits =
      limits.filter { !isSwap($0.entry.resource) } + limits.filter { isSwap($0.entry.resource) }
    let beside = limits.map(\.limit)
    for (entry, limit) in limits {
      let version = versions[entry.resource.controller ?? ""] ?? 2
      try refuseLoneSwap(entry, version, beside)
      all.append(
        Entry(
          entry: entry, limit: limit, writes: limit.writes(version: version, beside: beside)))
    }
    addCompanions()
  }

  /// 1 or 2 for one of them.
  func version(of controller: String) -> Int? { versions[controller] }

  /// Those that the child has to write itself into.
  private var oldControllers: [String] { controllers.filter { versions[$0] == 1 } }

  private mutating func addController(of entry: LimitSet.Entry) throws(Diagnostic) {
    guard let controller = entry.resource.controller, versions[controller] == nil else { return }
    guard let version = host.controllerVersion(controller) else { throw missing(controller, entry) }
    versions[controller] = version
    controllers.append(controller)
  }

  private mutating func addCompanions() {
    // Every v1 group has it, so that no hierarchy of its own is needed beside another.
    let any = Controller.anyOfVersion1
    if oldControllers.count > 1 { controllers.removeAll { $0 == any } }
    // v1 counts the time of the CPUs in another controller than the one that limits it.
    if versions["cpu"] == 1, host.controllerVersion("cpuacct") == 1 {
      versions["cpuacct"] = 1
      controllers.append("cpuacct")
    }
  }

  private func missing(_ controller: String, _ entry: LimitSet.Entry) -> Diagnostic {
    if controller == Controller.anyOfVersion1 {
      return Diagnostic(
        .controllerMissing, "this host has no cgroup v1, and so no release agent", at: entry.origin,
        label: "nothing to notify"
      ).fix("leave it out: cloche removes its groups itself")
    }
    return Diagnostic(
      .controllerMissing, "this host has no `\(controller)` controller to limit with",
      at: entry.origin, label: "not mounted anywhere"
    ).why("no cgroup mount has it (checked: /proc/mounts)")
      .fix(
        "where /proc/cgroups has it in hierarchy 0: mount -t cgroup2 none /sys/fs/cgroup, as root"
      )
      .fix(
        "where it is in another it is bound to v1: mount -t cgroup -o \(Controller.version1(controller)) "
          + "none DIRECTORY, as root")
  }

  private func limit(
    of entry: LimitSet.Entry, among entries: [LimitSet.Entry]
  ) throws(Diagnostic) -> Limit {
    switch entry.limit {
    case .limit(let resource, let value): return Limit(resource, value)
    case .rates(let device, let rates):
      return Limit(.io, .rates(of: try number(of: device), rates))
    case .noDevices, .device:
      guard host.can(.systemAdmin) else { throw devicesNeedRoot(entry) }
      let rules = entries.compactMap { entry -> DeviceRule? in
        if case .device(let rule) = entry.limit { rule } else { nil }
      }
      return Limit(.devices, .devices(rules))
    }
  }

  private func devicesNeedRoot(_ entry: LimitSet.Entry) -> Diagnostic {
    Diagnostic(
      .notDelegated, "only root limits devices", at: entry.origin,
      label: "needs CAP_SYS_ADMIN of the host"
    ).why(
      "devices.deny of v1 and the filters of v2, bpf(2), ask for it, whoever has the group "
        + "(checked: you are uid \(host.credentials.uid), without it)"
    ).fix("`ns user mnt` and `mount dev /dev`: a /dev with the harmless devices only")
      .fix("run cloche as root")
  }

  private func refuseLoneSwap(
    _ entry: LimitSet.Entry, _ version: Int, _ beside: [Limit]
  ) throws(Diagnostic) {
    guard version == 1, entry.resource == .swap, !beside.contains(where: { $0.resource == .memory })
    else { return }
    throw Diagnostic(
      .contradiction, "`limit swap` without `limit memory` on cgroup v1", at: entry.origin,
      label: "there the limit is on the sum of the two"
    ).fix("`limit memory 64M`")
  }

  /// The disk behind a path.
  private func number(of device: Argument) throws(Diagnostic) -> DeviceNumber {
    let (name, label): (String, String)
    switch host.blockDevice(device.bytes) {
    case .disk(let major, let minor): return DeviceNumber(major, minor)
    case .missing: (name, label) = ("there is no `\(device.displayed)`", "expected a disk")
    case .partition(let disk):
      throw Diagnostic(
        .controlGroupRefused, "`\(device.displayed)` is a part of a disk", at: device.span,
        label: "control groups limit whole disks"
      ).fix("`limit io \(disk) ...`")
    case .other(let disk?):
      throw Diagnostic(
        .controlGroupRefused, "`\(device.displayed)` is not a disk", at: device.span,
        label: "expected a block device"
      ).fix("`limit io \(disk) ...`, the disk that it lies on")
    case .other(nil):
      throw Diagnostic(
        .controlGroupRefused, "`\(device.displayed)` is not a disk", at: device.span,
        label: "expected a block device"
      ).why("it lies on no disk either: its file system has no block device, as tmpfs")
        .fix("`limit memory`, which also holds what is written to a tmpfs")
    }
    throw Diagnostic(.controlGroupRefused, name, at: device.span, label: label)
      .fix("lsblk -d lists the disks")
  }
}
