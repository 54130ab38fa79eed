import Kernel
import Language
import Sandbox

extension LimitSet {
  /// What makes one set of limits another in a group that is in use.
  package func changeSteps(
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
  package var linkRate: (rate: Int, origin: SourceSpan?)? {
    for entry in entries {
      if case .limit(.net, .amount(let rate)) = entry.limit { return (rate, entry.origin) }
    }
    return nil
  }
}
