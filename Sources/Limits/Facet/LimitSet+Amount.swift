import ControlGroups

extension LimitSet {
  /// The limit that a counter of use comes up against; nil where there is none.
  func amount(besides counter: Counter) -> Int? {
    let limiting: Resource
    switch counter {
    case .pidsCurrent, .pidsPeak: limiting = .pids
    case .memoryCurrent, .memoryPeak: limiting = .memory
    case .swapCurrent, .swapPeak: limiting = .swap
    default: return nil
    }
    for entry in entries {
      if case .limit(limiting, .amount(let amount)) = entry.limit { return amount }
    }
    return nil
  }
}
