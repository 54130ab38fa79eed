extension TextStyle {
  /// A bar that is as full as the part is of the whole.
  package func bar(_ part: Int, of whole: Int, columns: Int) -> String {
    let full = whole > 0 ? min(columns, max(0, part) * columns / whole) : 0
    let (on, off) = isUnicode ? ("█", "░") : ("#", ".")
    return String(repeating: on, count: full) + String(repeating: off, count: columns - full)
  }

  /// Values as heights, one column each, the highest as high as it goes.
  package func sparkline(_ values: [Int]) -> String {
    let levels = Array(isUnicode ? "▁▂▃▄▅▆▇█" : "_.:-=+*#")
    let most = max(1, values.max() ?? 1)
    return String(values.map { levels[max(0, $0) * (levels.count - 1) / most] })
  }
}
