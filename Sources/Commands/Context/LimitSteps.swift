import ControlGroups
import Kernel
import Language
import Sandbox
import Session

// What cloche itself does for a limit, by libcgroup or beside it.

/// Makes the group, a directory in each hierarchy.
struct MakeGroup: ParentStep {
  let controllers: [String]

  var text: String {
    var paths: [String] = []
    for path in controllers.map({ GroupManager.expectedPath(of: $0) }) where !paths.contains(path) {
      paths.append(path)
    }
    return "mkdir " + paths.joined(separator: " ")
  }

  var causes: Causes? { LimitCauses(controllers: controllers).explain }

  var needsTakingDown: Bool { true }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    guard let session = launch.owner as? Session else { return }
    let group = try session.controlGroups().makeGroup(for: controllers)
    launch.holdings.append(HeldGroup(group, controllers))
  }
}

/// Makes one change of a limit, and reads back what the kernel made of it.
struct SetLimit: ParentStep {
  let write: GroupWrite
  /// Of the limit.
  let key: String

  var text: String { write.text }

  var causes: Causes? { LimitCauses(controllers: [write.controller], write: write).explain }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    guard let held = launch.heldGroup else { return }
    try held.group.set(write)
    held.keep(held.group.stored(write), of: write, key)
  }
}

/// The child is born in its v2 group: CLONE_INTO_CGROUP of clone3.
struct BirthInGroup: ParentStep {
  var text: String { "clone_args.cgroup = open the group, O_DIRECTORY" }

  var cloneFlags: UInt64 { CloneFlag.intoCgroup }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    launch.cgroup = launch.heldGroup?.group.birthDescriptor
  }
}

/// Opens the files by which the child joins its v1 groups.
struct OpenGroupFiles: ParentStep {
  let controllers: [String]
  /// Some controllers are on v2 all the same.
  let isAlsoBorn: Bool

  var text: String { "open cgroup.procs of each v1 group, O_WRONLY" }

  var cloneFlags: UInt64 { isAlsoBorn ? CloneFlag.intoCgroup : 0 }

  var causes: Causes? {
    { refusal in
      guard refusal.errno == .noSuchFileOrDirectory else { return nil }
      return Explanation(
        .controlGroupRefused, why: "the group of the box was removed from outside",
        fix: "`down`, then `up`")
    }
  }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    guard let held = launch.heldGroup else { return }
    if isAlsoBorn { launch.cgroup = held.group.birthDescriptor }
    for file in try held.group.openProcessFiles(for: controllers) {
      launch.values.append(("\(file.controller).procs", Int64(file.descriptor)))
      launch.closing.append(file.descriptor)
    }
  }
}

/// Opens the standard input of a child that is kept from devices.
struct OpenNull: ParentStep {
  var text: String { "open /dev/null, O_RDONLY" }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    let descriptor = try Descriptors.null().rawValue
    launch.values.append(("null", Int64(descriptor)))
    launch.closing.append(descriptor)
  }
}

/// A control group as long as its sandbox.
final class HeldGroup: Holding {
  let group: ControlGroup
  private var controllers: [String]
  /// What the kernel stored, by the keys of the limits.
  private var stored: [String: [(write: GroupWrite, value: String)]] = [:]

  init(_ group: ControlGroup, _ controllers: [String]) {
    self.group = group
    self.controllers = controllers
  }

  /// Takes note that it has more of them.
  func add(_ controllers: [String]) {
    self.controllers += controllers.filter { !self.controllers.contains($0) }
  }

  var entrance: Entrance? { Self.entrance(for: controllers) { GroupManager.version(of: $0) } }

  /// How a process comes into a group that has the controllers.
  static func entrance(for controllers: [String], versions: (String) -> Int?) -> Entrance {
    let old = controllers.filter { versions($0) == 1 }
    guard !old.isEmpty else {
      return Entrance(preparations: [BirthInGroup()], controllers: [], causes: nil)
    }
    let files = OpenGroupFiles(controllers: old, isAlsoBorn: old.count < controllers.count)
    return Entrance(
      preparations: [files], controllers: old, causes: LimitCauses(controllers: old).explain)
  }

  /// Takes note of a limit that was changed meanwhile.
  func forget(_ key: String) { stored[key] = nil }

  func keep(_ value: String?, of write: GroupWrite, _ key: String) {
    // A file of disks without a line for any.
    guard let value, !value.isEmpty else { return }
    // Each rule for a device adds to one list.
    if write.controller == "devices" { stored[key] = [] }
    stored[key, default: []].append((write, value))
  }

  /// Reads again what the kernel has stored: the change of one limit may change another's file too,
  /// as that of the memory and the swap on v1.
  func refresh() {
    stored = stored.mapValues { values in
      values.map { ($0.write, group.stored($0.write) ?? $0.value) }
    }
  }

  /// - Throws: where others have removed a part of it.
  func requireAll() throws(KernelError) {
    // What the kernel says of a file of it that is open.
    if let lost = group.lostPaths.first {
      throw KernelError("use \(lost)", .operationNotSupportedByDevice)
    }
  }

  /// Takes back what was made for a change that could not be finished.
  func abandon() {
    group.abandon()
    controllers.removeAll { !group.has($0) }
    stored = stored.filter { $0.value.allSatisfy { group.has($0.write.controller) } }
  }

  var storedLimits: [String: String] {
    stored.mapValues { values in
      if values.count == 1 { return values[0].value }
      return values.map { "\($0.write.files.first ?? $0.write.controller) \($0.value)" }
        .joined(separator: ", ")
    }
  }

  var counterNames: [String] {
    Counter.all.map(\.name) + Pressure.Kind.allCases.map(\.counterName)
  }

  func counter(_ name: String) -> Int? {
    if let kind = Pressure.Kind.allCases.first(where: { $0.counterName == name }) {
      return group.pressure(kind)?.some.total
    }
    return Counter.all.first { $0.name == name }.flatMap { group.value(of: $0) }
  }

  var troubles: [Trouble] {
    var troubles: [Trouble] = []
    if let limit = storedAmount("memory"), let kills = counter("memory.oom_kills"), kills > 0 {
      troubles.append(
        Trouble(
          "memory", "out of memory, limit \(Counter.Unit.bytes.text(limit))", isDeadly: true,
          count: kills))
    }
    if let limit = storedAmount("pids"), let refused = counter("pids.refused"), refused > 0 {
      let forks = refused == 1 ? "a fork was" : "\(refused) forks were"
      troubles.append(
        Trouble("pids", "\(forks) refused, limit \(limit) pids", isDeadly: false, count: refused))
    }
    for path in group.lostPaths {
      troubles.append(
        Trouble(
          path, "\(path) was removed from outside, and its limits with it", isDeadly: false,
          count: 1))
    }
    return troubles
  }

  private func storedAmount(_ key: String) -> Int? {
    stored[key]?.first.flatMap { Int($0.value) }
  }

  func release() throws(KernelError) { try group.remove() }
}

extension LaunchState {
  /// The group that an earlier step has made, or that of the job which is joined or changed.
  fileprivate var heldGroup: HeldGroup? {
    for holding in holdings {
      if let group = holding as? HeldGroup { return group }
    }
    return (target as? Job)?.limitGroup
  }
}
