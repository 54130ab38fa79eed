import ControlGroups

/// The counters of a group at one moment, beside its limits.
package struct Sample {
  /// One counter.
  package struct Row {
    package let counter: Counter
    /// In the counter's unit.
    package let value: Int
    /// What it can be at most; nil where that is not limited.
    package let limit: Int?
  }

  /// What this group counts, in the order of `Counter.all`.
  package let rows: [Row]
  /// What its processes wait for now, where the kernel tells.
  package let pressures: [(kind: Pressure.Kind, pressure: Pressure)]
  /// For how long some process waited, of a job that has ended.
  package let waited: [(name: String, microseconds: Int)]
  /// The kernel could tell pressure, and does not.
  package let lacksPressure: Bool

  /// Of a running job's group; only the named counters where there are names.
  package init(_ held: HeldGroup, _ limits: LimitSet?, names: [String] = []) {
    rows = Counter.all.filter { names.isEmpty || names.contains($0.name) }.compactMap { counter in
      held.group.value(of: counter).map {
        Row(counter: counter, value: $0, limit: limits?.amount(besides: counter))
      }
    }
    pressures =
      names.isEmpty
      ? Pressure.Kind.allCases.compactMap { kind in
        held.group.pressure(kind).map { (kind, $0) }
      } : []
    waited = []
    lacksPressure = names.isEmpty && pressures.isEmpty && held.group.canHavePressure
  }

  /// Of a job that has ended: its counters, by name, and the limits that it had.
  package init(ended counters: [String: Int], _ limits: LimitSet? = nil) {
    rows = Counter.all.compactMap { counter in
      counters[counter.name].map {
        Row(counter: counter, value: $0, limit: limits?.amount(besides: counter))
      }
    }
    pressures = []
    waited = Pressure.Kind.allCases.compactMap { kind in
      counters[kind.counterName].map { (kind.counterName, $0) }
    }
    lacksPressure = false
  }

  private func row(_ counter: Counter) -> Row? { rows.first { $0.counter == counter } }

  /// What happened since an earlier sample, in sentences.
  ///
  /// - Parameter nanoseconds: between the two.
  package func events(since before: Sample, nanoseconds: Int) -> [String] {
    func growth(_ counter: Counter) -> Int {
      (row(counter)?.value ?? 0) - (before.row(counter)?.value ?? 0)
    }
    var events: [String] = []
    if growth(.pidsRefused) > 0 {
      let of = row(.pidsCurrent)?.limit.map { ": \($0) of \($0) pids" } ?? ""
      events.append("fork refused\(of)")
    }
    if growth(.memoryKills) > 0 {
      let of = row(.memoryCurrent)?.limit.map { ", limit \(Counter.Unit.bytes.text($0))" } ?? ""
      events.append("out of memory: a process was killed\(of)")
    }
    if growth(.throttledTime) > 0, nanoseconds > 0 {
      let percent = growth(.throttledTime) * 100_000 / nanoseconds
      if percent > 0 { events.append("throttled \(percent) % of the time") }
    }
    for (kind, pressure) in pressures {
      guard let earlier = before.pressures.first(where: { $0.kind == kind })?.pressure,
        nanoseconds > 0
      else { continue }
      // A little is everyday: every program that is not alone waits for a CPU at times.
      let percent = min(100, (pressure.some.total - earlier.some.total) * 100_000 / nanoseconds)
      if percent >= 10 { events.append("waited for \(kind.rawValue) \(percent) % of the time") }
    }
    return events
  }
}
