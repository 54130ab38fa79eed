extension Screen {
  /// Wraps each line anew. What no longer fits leaves at the top, and does not come back.
  mutating func wrap(columns newColumns: Int) {
    var wrapped: [[Cell]] = []
    var newCursor = Position(0, 0)
    var line: [Cell] = []
    var cursorInLine: Int?
    for (index, row) in cells.enumerated() {
      if index == cursor.row { cursorInLine = line.count + cursor.column + (wrapsNext ? 1 : 0) }
      line += row.filter { !$0.isPadding }
      if row.last?.continues ?? false { continue }
      let (rows, place) = Self.split(line, columns: newColumns, cursor: cursorInLine)
      if let place { newCursor = Position(wrapped.count + place.row, place.column) }
      wrapped += rows
      (line, cursorInLine) = ([], nil)
    }
    while wrapped.count > rows {
      if wrapped.count - 1 > newCursor.row, Self.text(wrapped[wrapped.count - 1]).isEmpty {
        wrapped.removeLast()
      } else {
        scrolledOff.append(Self.text(wrapped.removeFirst()))
        newCursor.row -= 1
      }
    }
    let blank = Array(repeating: Cell(), count: newColumns)
    cells = wrapped + Array(repeating: blank, count: rows - wrapped.count)
    cursor = Position(max(0, newCursor.row), newCursor.column)
    columns = newColumns
  }

  /// One line as rows, and where a place in it comes to lie. At the end of a full row the cursor
  /// stays there.
  private static func split(
    _ line: [Cell], columns: Int, cursor: Int?
  ) -> (rows: [[Cell]], cursor: Position?) {
    var cells = line
    while let last = cells.last, last.text == " ", last.style.isEmpty, cells.count > cursor ?? 0 {
      cells.removeLast()
    }
    var rows: [[Cell]] = [[]]
    var place: Position?
    for (index, cell) in cells.enumerated() {
      let isWide = index + 1 < cells.count && cells[index + 1].text.isEmpty
      if rows[rows.count - 1].count + (isWide ? 2 : 1) > columns {
        fill(&rows[rows.count - 1], columns, isPadding: true)
        rows[rows.count - 1][columns - 1].continues = true
        rows.append([])
      }
      if index == cursor { place = Position(rows.count - 1, rows[rows.count - 1].count) }
      rows[rows.count - 1].append(Cell(text: cell.text, style: cell.style))
    }
    if let cursor, place == nil, cursor >= cells.count {
      place = Position(rows.count - 1, min(columns - 1, rows[rows.count - 1].count))
    }
    fill(&rows[rows.count - 1], columns, isPadding: false)
    return (rows, place)
  }

  private static func fill(_ row: inout [Cell], _ columns: Int, isPadding: Bool) {
    row += Array(repeating: Cell(isPadding: isPadding), count: columns - row.count)
  }
}
