import ControlGroups
import Kernel
import Language
import Sandbox

/// The limits of a context, which become one control group.
struct LimitSet: Facet {
  struct Entry {
    let limit: Limit
    let text: Bytes
    let origin: SourceSpan?
  }

  private(set) var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func set(_ limit: Limit, text: Bytes, origin: SourceSpan?) {
    entries.removeAll { $0.limit.resource == limit.resource }
    // No limit is what holds without any group.
    guard limit.amount != nil else { return }
    entries.append(Entry(limit: limit, text: text, origin: origin))
  }

  var settings: [Setting] {
    entries.map { entry in
      let name = entry.limit.resource.rawValue
      return Setting(
        "limit \(name)", [Bytes("limit".utf8), Bytes(name.utf8), entry.text], entry.origin)
    }
  }

  var promptLabel: String? {
    entries.isEmpty
      ? nil
      : entries.map { "\($0.limit.resource.rawValue)<=\($0.text.displayed)" }.joined(separator: " ")
  }

  var phases: [Phase] { [.controlGroup] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    defer { plan.origin = nil }
    var versions: [String: Int] = [:]
    for entry in entries {
      plan.origin = entry.origin
      versions[entry.limit.resource.controller] = try version(of: entry, plan.host)
    }
    let controllers = entries.map(\.limit.resource.controller)
    plan.origin = entries.first?.origin
    plan.prepare(MakeGroup(controllers: controllers))
    for entry in entries {
      plan.origin = entry.origin
      let version = versions[entry.limit.resource.controller] ?? 2
      for write in entry.limit.writes(version: version) {
        plan.prepare(SetLimit(write: write, resource: entry.limit.resource))
      }
    }
    plan.origin = entries.first?.origin
    let oldControllers = controllers.filter { versions[$0] == 1 }
    guard !oldControllers.isEmpty else {
      plan.prepare(BirthInGroup())
      return
    }
    plan.prepare(
      OpenGroupFiles(
        controllers: oldControllers, isAlsoBorn: oldControllers.count < controllers.count))
    // A v1 hierarchy can not be born into: the child writes itself into it, before anything else.
    for controller in oldControllers {
      let file = plan.preset("\(controller).procs")
      plan.call(.write, .cell(file), .data(Bytes("0".utf8)), .number(1))
    }
  }

  /// What this host can not limit is refused before anything is made.
  private func version(of entry: Entry, _ host: Host) throws(Diagnostic) -> Int {
    let controller = entry.limit.resource.controller
    if let version = host.controllerVersion(controller) { return version }
    throw Diagnostic(
      .controllerMissing, "this host has no `\(controller)` controller to limit with",
      at: entry.origin, label: "not mounted anywhere"
    ).why("no cgroup mount has it (checked: /proc/cgroups, /proc/mounts)")
      .fix("mount -t cgroup2 none /sys/fs/cgroup, as root, where the kernel has it")
  }
}
