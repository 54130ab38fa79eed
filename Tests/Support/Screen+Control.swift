extension Screen {
  /// ESC [ parameters final.
  mutating func controlSequence(_ parameters: [UInt8], _ final: UInt8) {
    let text = String(decoding: parameters, as: UTF8.self)
    if text.hasPrefix("?") { return mode(text.dropFirst(), isOn: final) }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(1, first)
    if final != UInt8(ascii: "m") { wrapsNext = false }
    switch Unicode.Scalar(final) {
    case "A": cursor.row = max(0, cursor.row - count)
    case "B": cursor.row = min(rows - 1, cursor.row + count)
    case "C": cursor.column = min(columns - 1, cursor.column + count)
    case "D": cursor.column = max(0, cursor.column - count)
    case "E": cursor = Position(min(rows - 1, cursor.row + count), 0)
    case "F": cursor = Position(max(0, cursor.row - count), 0)
    case "G": cursor.column = min(columns, count) - 1
    case "d": cursor.row = min(rows, count) - 1
    case "H", "f":
      let column = numbers.count > 1 ? max(1, numbers[1]) : 1
      cursor = Position(min(rows, count) - 1, min(columns, column) - 1)
    case "J": eraseDisplay(first)
    case "K": eraseLine(first)
    case "@": insertBlanks(count)
    case "P": deleteCells(count)
    case "X":
      for column in cursor.column..<min(columns, cursor.column + count) {
        cells[cursor.row][column] = Cell()
      }
    case "L": for _ in 0..<count { insertLine() }
    case "M": for _ in 0..<count { deleteLine() }
    case "S": for _ in 0..<count { scroll() }
    case "r":
      let bottom = numbers.count > 1 && numbers[1] > 0 ? numbers[1] : rows
      region = (count - 1)...(max(count, min(rows, bottom)) - 1)
      cursor = Position(0, 0)
    case "m": setStyle(numbers, text)
    case "n" where first == 6 && kind != .silent:
      answers += Array("\u{1b}[\(cursor.row + 1);\(cursor.column + 1)R".utf8)
    case "h", "l", "t", "n", "c", "q", "p": break
    default: unknown.append("CSI \(text)\(Unicode.Scalar(final))")
    }
  }

  private mutating func mode(_ text: Substring, isOn final: UInt8) {
    guard final == UInt8(ascii: "h") || final == UInt8(ascii: "l") else { return }
    let isOn = final == UInt8(ascii: "h")
    for number in text.split(separator: ";") {
      switch number {
      case "25": isCursorVisible = isOn
      case "2004": hasBracketedPaste = isOn
      case "47", "1047", "1049": useAlternate(isOn)
      default: break
      }
    }
  }

  private mutating func useAlternate(_ isOn: Bool) {
    guard isOn != isAlternate else { return }
    isAlternate = isOn
    if isOn {
      (mainCells, mainCursor) = (cells, cursor)
      cells = Self.blank(rows, columns)
    } else {
      let size = (rows, columns)
      cells = mainCells
      cursor = mainCursor
      resize(rows: size.0, columns: size.1)
    }
  }

  private mutating func setStyle(_ numbers: [Int], _ text: String) {
    if text.isEmpty || numbers == [0] {
      style = ""
    } else {
      style = style.isEmpty ? text : "\(style);\(text)"
    }
  }

  mutating func lineFeed() {
    wrapsNext = false
    if cursor.row == region.upperBound {
      scroll()
    } else if cursor.row < rows - 1 {
      cursor.row += 1
    }
  }

  mutating func reverseLineFeed() {
    if cursor.row == region.lowerBound {
      cells.remove(at: region.upperBound)
      cells.insert(Array(repeating: Cell(), count: columns), at: region.lowerBound)
    } else {
      cursor.row = max(0, cursor.row - 1)
    }
  }

  private mutating func scroll() {
    let gone = cells.remove(at: region.lowerBound)
    if region.lowerBound == 0, !isAlternate { scrolledOff.append(Self.text(gone)) }
    cells.insert(Array(repeating: Cell(), count: columns), at: region.upperBound)
  }

  private mutating func insertLine() {
    guard region.contains(cursor.row) else { return }
    cells.remove(at: region.upperBound)
    cells.insert(Array(repeating: Cell(), count: columns), at: cursor.row)
  }

  private mutating func deleteLine() {
    guard region.contains(cursor.row) else { return }
    cells.remove(at: cursor.row)
    cells.insert(Array(repeating: Cell(), count: columns), at: region.upperBound)
  }

  private mutating func insertBlanks(_ count: Int) {
    let blanks = Array(repeating: Cell(), count: min(count, columns - cursor.column))
    cells[cursor.row].insert(contentsOf: blanks, at: cursor.column)
    cells[cursor.row].removeLast(blanks.count)
  }

  private mutating func deleteCells(_ count: Int) {
    let end = min(columns, cursor.column + count)
    cells[cursor.row].removeSubrange(cursor.column..<end)
    cells[cursor.row] += Array(repeating: Cell(), count: end - cursor.column)
  }

  private mutating func eraseLine(_ kind: Int) {
    let range =
      switch kind {
      case 0: cursor.column..<columns
      case 1: 0..<(cursor.column + 1)
      default: 0..<columns
      }
    for column in range { cells[cursor.row][column] = Cell() }
  }

  private mutating func eraseDisplay(_ kind: Int) {
    eraseLine(kind)
    let range =
      switch kind {
      case 0: (cursor.row + 1)..<rows
      case 1: 0..<cursor.row
      default: 0..<rows
      }
    for row in range { cells[row] = Array(repeating: Cell(), count: columns) }
  }
}
