import ControlGroups

extension Counter.Unit {
  /// A value as people read it: `1.5M`, `250ms`, `3`.
  package func text(_ value: Int) -> String {
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
