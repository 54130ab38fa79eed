extension Table {
  /// Cells below each other.
  package struct Column: Sendable {
    /// Columns of the terminal that a cell is filled up to.
    let width: Int
    /// Blanks behind each cell.
    let gap: Int
    private let isRight: Bool
    private let breaks: Bool

    private init(width: Int, gap: Int, isRight: Bool = false, breaks: Bool = false) {
      self.width = width
      self.gap = gap
      self.isRight = isRight
      self.breaks = breaks
    }

    /// Cells that begin below each other.
    ///
    /// - Parameter breaks: what is behind a cell that is too long begins on the next line.
    package static func left(_ width: Int, gap: Int = 1, breaks: Bool = false) -> Column {
      Column(width: width, gap: gap, breaks: breaks)
    }

    /// Cells that end below each other: numbers.
    package static func right(_ width: Int, gap: Int = 1) -> Column {
      Column(width: width, gap: gap, isRight: true)
    }

    /// Cells that begin below each other, as wide as the widest of these, within bounds.
    package static func fitting(
      _ cells: some Sequence<String>, atLeast least: Int = 0, atMost most: Int = .max, gap: Int = 2
    ) -> Column {
      .left(min(most, max(least, cells.map(\.displayWidth).max() ?? 0)), gap: gap)
    }

    /// How many blanks stand before and behind a cell.
    func blanks(around cell: String) -> (before: Int, after: Int) {
      let fill = max(0, width - cell.displayWidth)
      return isRight ? (fill, gap) : (0, fill + gap)
    }

    /// What is behind the cell begins on the next line.
    func isBroken(by cell: String) -> Bool { breaks && cell.displayWidth > width }
  }
}
