import ControlGroups

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
