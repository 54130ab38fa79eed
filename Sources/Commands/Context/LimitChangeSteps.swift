import ControlGroups
import Kernel
import Language
import Sandbox
import Session

// What cloche does for a limit of what runs already.

/// Gives the group the controllers that it lacks, or makes it where there is none.
struct ExtendGroup: ParentStep {
  let controllers: [String]

  var text: String { "the group gets \(controllers.joined(separator: ", ")), where it lacks it" }

  var causes: Causes? { LimitCauses(controllers: controllers).explain }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    guard let session = launch.owner as? Session, let job = launch.target as? Job else { return }
    if let held = job.limitGroup {
      try held.requireAll()
      try job.orAbandon { () throws(KernelError) in
        try session.controlGroups().extend(held.group, by: controllers)
      }
      held.add(controllers)
    } else {
      job.holdings.append(
        HeldGroup(
          try session.controlGroups().makeGroup(for: controllers, isForRunning: true), controllers))
    }
  }
}

/// Moves in who is not in the group yet.
struct TakeProcesses: ParentStep {
  let controllers: [String]

  var text: String { "write cgroup.procs of the group, each process that is not in it" }

  var causes: Causes? { LimitCauses(controllers: controllers).explain }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    guard let job = launch.target as? Job, let held = job.limitGroup else { return }
    try job.orAbandon { () throws(KernelError) in try held.group.take { job.processes } }
  }
}

/// Changes or lifts one limit of a group that is in use, and reads back what the kernel made of it.
struct ChangeLimit: ParentStep {
  let limit: Limit
  /// Its other limits, which stay.
  let others: [Limit]
  let writes: [GroupWrite]
  /// What is stored is kept under this key; nil where the limit is lifted.
  let key: String
  let isLifted: Bool

  var text: String { writes.map(\.text).joined(separator: ", ") }

  var causes: Causes? {
    LimitCauses(controllers: [limit.resource.controller ?? ""], write: writes.first).explain
  }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    guard let job = launch.target as? Job, let held = job.limitGroup else { return }
    try job.orAbandon { () throws(KernelError) in try held.group.set(limit, beside: others) }
    held.forget(key)
    defer { held.refresh() }
    if isLifted { return }
    for write in writes { held.keep(held.group.stored(write), of: write, key) }
  }
}

extension LimitSet {
  /// What makes one set of limits another in a group that is in use.
  func changeSteps(
    from older: LimitSet, on host: Host
  ) throws(Diagnostic) -> [(step: any ParentStep, origin: SourceSpan?)] {
    var steps: [(step: any ParentStep, origin: SourceSpan?)] = []
    let (now, before) = (
      try HostLimits(entries, host), try HostLimits(older.entries, host)
    )
    let changed = now.all.filter { new in
      !before.all.contains { $0.entry.storedKey == new.entry.storedKey && $0.limit == new.limit }
    }
    let lifted = before.all.filter { old in
      !now.all.contains { $0.entry.storedKey == old.entry.storedKey }
    }
    if let first = changed.first {
      steps.append((ExtendGroup(controllers: now.controllers), first.entry.origin))
    }
    for change in lifted.map({ ($0, true) }) + changed.map({ ($0, false) }) {
      let (entry, isLifted) = change
      let limit = isLifted ? entry.limit.lifted : entry.limit
      let others = now.all.map(\.limit).filter { $0.resource != limit.resource }
      let version = limit.resource.controller.flatMap { host.controllerVersion($0) } ?? 2
      steps.append(
        (
          ChangeLimit(
            limit: limit, others: others,
            writes: limit.writes(version: version, beside: others, isNew: false),
            key: entry.entry.storedKey, isLifted: isLifted), entry.entry.origin
        ))
    }
    if let first = changed.first {
      steps.append((TakeProcesses(controllers: now.controllers), first.entry.origin))
    }
    return steps
  }

  /// The rate of the interface inside.
  var linkRate: (rate: Int, origin: SourceSpan?)? {
    for entry in entries {
      if case .limit(.net, .amount(let rate)) = entry.limit { return (rate, entry.origin) }
    }
    return nil
  }
}
