import ControlGroups
import Kernel
import Sandbox

/// A control group as long as its sandbox.
package final class HeldGroup {
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

  /// How others come in.
  package var entrance: Entrance {
    Self.entrance(for: controllers) { GroupManager.version(of: $0) }
  }

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

  /// Others have removed all of it: nothing is limited or counted any more.
  package var isLost: Bool { group.isLost }

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

  /// What the kernel stored of the limits, by their keys.
  package var storedLimits: [String: String] {
    stored.mapValues { values in
      if values.count == 1 { return values[0].value }
      return values.map { "\($0.write.files.first ?? $0.write.controller) \($0.value)" }
        .joined(separator: ", ")
    }
  }

  /// What can be counted of it, for `${job:stat.NAME}`.
  package var counterNames: [String] {
    Counter.all.map(\.name) + Pressure.Kind.allCases.map(\.counterName)
  }

  /// What a counter says now; nil where it is not counted.
  package func counter(_ name: String) -> Int? {
    if let kind = Pressure.Kind.allCases.first(where: { $0.counterName == name }) {
      return group.pressure(kind)?.some.total
    }
    return Counter.all.first { $0.name == name }.flatMap { group.value(of: $0) }
  }

  /// What it has done to those inside that they may wonder about, the worst first.
  package var troubles: [Trouble] {
    var troubles: [Trouble] = []
    if let limit = storedAmount(.memory), let kills = group.value(of: .memoryKills), kills > 0 {
      troubles.append(
        Trouble(
          Resource.memory.rawValue, "out of memory, limit \(Counter.Unit.bytes.text(limit))",
          isDeadly: true,
          count: kills))
    }
    if let limit = storedAmount(.pids), let refused = group.value(of: .pidsRefused), refused > 0 {
      let forks = refused == 1 ? "a fork was" : "\(refused) forks were"
      troubles.append(
        Trouble(
          Resource.pids.rawValue, "\(forks) refused, limit \(limit) pids", isDeadly: false,
          count: refused))
    }
    for path in group.lostPaths {
      troubles.append(
        Trouble(
          path, "\(path) was removed from outside, and its limits with it", isDeadly: false,
          count: 1))
    }
    return troubles
  }

  private func storedAmount(_ resource: Resource) -> Int? {
    stored[resource.rawValue]?.first.flatMap { Int($0.value) }
  }

  /// Takes it down. Called once, when no process is left inside.
  func release() throws(KernelError) { try group.remove() }
}
