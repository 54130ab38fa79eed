import ControlGroups
import Kernel
import Language
import Sandbox
import Session

/// The counters of a group at one moment, beside its limits.
struct Sample {
  struct Row {
    let counter: Counter
    let value: Int
    /// What it can be at most; nil where that is not limited.
    let limit: Int?
  }

  let rows: [Row]
  let pressures: [(kind: Pressure.Kind, pressure: Pressure)]
  /// For how long some process waited, of a job that has ended.
  private let waited: [(name: String, microseconds: Int)]
  /// The kernel could tell pressure, and does not.
  private let lacksPressure: Bool

  /// Of a running job's group; only the named counters where there are names.
  init(_ held: HeldGroup, _ limits: LimitSet?, names: [String] = []) {
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

  /// Of a job that has ended.
  init(_ record: JobRecord) {
    rows = Counter.all.compactMap { counter in
      record.counters[counter.name].map { Row(counter: counter, value: $0, limit: nil) }
    }
    pressures = []
    waited = Pressure.Kind.allCases.compactMap { kind in
      record.counters[kind.counterName].map { (kind.counterName, $0) }
    }
    lacksPressure = false
  }

  func value(_ name: String) -> Row? { rows.first { $0.counter.name == name } }

  /// What happened since an earlier sample, in sentences.
  ///
  /// - Parameter nanoseconds: between the two.
  func events(since before: Sample, nanoseconds: Int) -> [String] {
    func growth(_ name: String) -> Int {
      (value(name)?.value ?? 0) - (before.value(name)?.value ?? 0)
    }
    var events: [String] = []
    if growth("pids.refused") > 0 {
      let of = value("pids.current")?.limit.map { ": \($0) of \($0) pids" } ?? ""
      events.append("fork refused\(of)")
    }
    if growth("memory.oom_kills") > 0 {
      let of = value("memory.current")?.limit.map { ", limit \(Counter.Unit.bytes.text($0))" } ?? ""
      events.append("out of memory: a process was killed\(of)")
    }
    if growth("cpu.throttled_time") > 0, nanoseconds > 0 {
      let percent = growth("cpu.throttled_time") * 100_000 / nanoseconds
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

  /// A line for each counter: its name, its value, its limit and a bar.
  func lines(_ style: TextStyle) -> [String] {
    let names =
      rows.map(\.counter.name) + pressures.map(\.kind.counterName) + waited.map(\.name)
    let width = (names.map(\.count).max() ?? 0) + 2
    let texts = rows.map { row -> (String, Row) in
      let unit = row.counter.unit
      return (unit.text(row.value) + (row.limit.map { " of \(unit.text($0))" } ?? ""), row)
    }
    let columns = (texts.map(\.0.count).max() ?? 0) + 2
    let room = min(30, style.width - width - columns - 8)
    return texts.map { text, row in
      let head = row.counter.name.padded(to: width)
      guard let limit = row.limit, limit > 0, room > 4 else { return head + text }
      return head + text.padded(to: columns) + style.bar(row.value, of: limit, columns: room)
        + " \(row.value * 100 / limit) %"
    }
      + pressures.map { kind, pressure in
        kind.counterName.padded(to: width)
          + "waited \(pressure.some.last10 / 100) % of the last 10s, "
          + "\(Counter.Unit.microseconds.text(pressure.some.total)) in all"
      }
      + waited.map { name, microseconds in
        name.padded(to: width) + "waited \(Counter.Unit.microseconds.text(microseconds)) in all"
      }
      + (lacksPressure
        ? ["pressure is not counted: this kernel has it off; `psi=1` on its command line has it on"]
        : [])
  }

  var json: JSON {
    .object(
      rows.map { row in
        (
          row.counter.name,
          .object([
            ("value", .number(row.value)), ("limit", row.limit.map { .number($0) } ?? .null),
          ])
        )
      }
        + pressures.map { kind, pressure in
          (kind.counterName, Self.json(pressure))
        }
        + waited.map { name, microseconds in
          (name, .object([("some", .object([("total_us", .number(microseconds))]))]))
        })
  }

  private static func json(_ pressure: Pressure) -> JSON {
    func share(_ share: Pressure.Share) -> JSON {
      .object([
        ("avg10", .real(Double(share.last10) / 100)), ("avg60", .real(Double(share.last60) / 100)),
        ("avg300", .real(Double(share.last300) / 100)), ("total_us", .number(share.total)),
      ])
    }
    return .object([
      ("some", share(pressure.some)), ("full", pressure.full.map(share) ?? .null),
    ])
  }
}

extension Counter.Unit {
  /// A value as people read it: `1.5M`, `250ms`, `3`.
  func text(_ value: Int) -> String {
    switch self {
    case .count: String(value)
    case .bytes: Self.scaled(value, 1024, ["", "K", "M", "G", "T"])
    case .microseconds:
      value < 1_000_000 ? "\(value / 1000)ms" : Self.decimal(value, 1_000_000) + "s"
    }
  }

  private static func scaled(_ value: Int, _ step: Int, _ units: [String]) -> String {
    var divisor = 1
    var unit = 0
    while unit < units.count - 1, value / divisor >= step {
      divisor *= step
      unit += 1
    }
    return decimal(value, divisor) + units[unit]
  }

  /// With one digit behind the point, unless that is a zero.
  private static func decimal(_ value: Int, _ divisor: Int) -> String {
    let tenth = value % divisor * 10 / divisor
    return tenth == 0 ? "\(value / divisor)" : "\(value / divisor).\(tenth)"
  }
}

extension LimitSet {
  /// The limit that a counter of use comes up against.
  func amount(besides counter: Counter) -> Int? {
    for entry in entries {
      guard case .limit(let resource, .amount(let amount)) = entry.limit else { continue }
      let names =
        switch resource {
        case .pids: ["pids.current", "pids.peak"]
        case .memory: ["memory.current", "memory.peak"]
        case .swap: ["swap.current", "swap.peak"]
        default: [String]()
        }
      if names.contains(counter.name) { return amount }
    }
    return nil
  }
}
