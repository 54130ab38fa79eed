/// What a person sees: a terminal as xterm is one, as far as line editors and their children use it.
package struct Screen {
  package struct Cell: Equatable {
    /// Empty for the right half of a wide character.
    package var text = " "
    /// The codes of SGR in effect: `1;36`.
    package var style = ""
    /// The last cell of a row: what follows on the next row belongs to the same line.
    var continues = false
    /// Left over where a wide character did not fit.
    var isPadding = false
  }

  /// What a terminal does with long lines when its width changes, and whether it says where its
  /// cursor is.
  package enum Kind: Sendable, CaseIterable {
    /// Cuts them off, as xterm and the console of Linux do.
    case cutting
    /// Wraps them anew, as tmux, VTE and most others do.
    case wrapping
    /// Cuts them off, and answers no question.
    case silent
  }

  package struct Position: Equatable, CustomStringConvertible {
    package var row: Int
    package var column: Int

    package init(_ row: Int, _ column: Int) { (self.row, self.column) = (row, column) }

    package var description: String { "\(row):\(column)" }
  }

  package internal(set) var rows: Int
  package internal(set) var columns: Int
  var cells: [[Cell]]
  /// The lines that have left the screen at the top, the oldest first.
  package internal(set) var scrolledOff: [String] = []
  package internal(set) var cursor = Position(0, 0)
  package internal(set) var style = ""
  package internal(set) var isCursorVisible = true
  /// Pastes are to be marked. See xterm's mode 2004.
  package internal(set) var hasBracketedPaste = false
  package internal(set) var isAlternate = false
  package internal(set) var bells = 0
  package internal(set) var title = ""
  /// Sequences that this terminal does not know: a sane program sends none.
  package internal(set) var unknown: [String] = []

  /// A character went into the last column: the next one begins a line.
  var wrapsNext = false
  var region: ClosedRange<Int>
  var savedCursor = Position(0, 0)
  var mainCells: [[Cell]] = []
  var mainCursor = Position(0, 0)
  var state = State.ground
  package let kind: Kind
  /// What the terminal says to the program, until somebody takes it there.
  package internal(set) var answers: [UInt8] = []

  package init(rows: Int, columns: Int, kind: Kind = .cutting) {
    self.rows = rows
    self.columns = columns
    self.kind = kind
    cells = Self.blank(rows, columns)
    region = 0...(rows - 1)
  }

  static func blank(_ rows: Int, _ columns: Int) -> [[Cell]] {
    Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  /// The text of each line without the blanks at its end.
  package var lines: [String] { cells.map { Self.text($0) } }

  /// The lines that have something on them, from the top to the last such line.
  package var shown: [String] {
    let lines = lines
    let end = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    return Array(lines[..<end])
  }

  /// Everything that was ever shown on lines of its own: what scrolled off and what is there.
  package var transcript: [String] { scrolledOff + shown }

  /// The line that the cursor is on.
  package var line: String { Self.text(cells[cursor.row]) }

  /// The line that the cursor is on, up to the cursor, with its blanks.
  package var lineToCursor: String {
    cells[cursor.row].prefix(cursor.column).map(\.text).joined()
  }

  package func contains(_ text: String) -> Bool { transcript.contains { $0.contains(text) } }

  /// The style of the first cell of a text on the screen.
  package func style(of text: String) -> String? {
    for row in cells {
      var line = ""
      var styles: [String] = []
      for cell in row {
        line += cell.text
        styles += cell.text.map { _ in cell.style }
      }
      if let range = line.firstRange(of: text) {
        return styles[line.distance(from: line.startIndex, to: range.lowerBound)]
      }
    }
    return nil
  }

  static func text(_ cells: [Cell]) -> String {
    var text = cells.map(\.text).joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  /// What the terminal has said since the last time.
  package mutating func takeAnswers() -> [UInt8] {
    defer { answers = [] }
    return answers
  }

  /// Another size.
  package mutating func resize(rows newRows: Int, columns newColumns: Int) {
    if kind == .wrapping, !isAlternate, newColumns != columns { wrap(columns: newColumns) }
    cut(rows: newRows, columns: newColumns)
  }

  /// Lines at the top leave first, and what is too long is lost.
  private mutating func cut(rows newRows: Int, columns newColumns: Int) {
    while cells.count > newRows {
      if cursor.row < cells.count - 1 {
        cells.removeLast()
      } else {
        scrolledOff.append(Self.text(cells.removeFirst()))
        cursor.row -= 1
      }
    }
    cells = cells.map { row in
      row.prefix(newColumns) + Array(repeating: Cell(), count: max(0, newColumns - row.count))
    }
    while cells.count < newRows {
      cells.append(Array(repeating: Cell(), count: newColumns))
    }
    (rows, columns) = (newRows, newColumns)
    region = 0...(newRows - 1)
    cursor = Position(min(cursor.row, rows - 1), min(cursor.column, columns - 1))
    wrapsNext = false
  }
}
