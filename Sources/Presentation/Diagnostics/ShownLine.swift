import Language

/// A line of a script as it is shown, with a part marked: tabs as blanks, what would act on the
/// terminal escaped, and cut to the width around the mark.
package struct ShownLine: Sendable {
  package private(set) var text = ""
  /// Columns before the mark.
  package private(set) var indent = 0
  /// Columns of the mark.
  package private(set) var markWidth = 0

  /// Shows a line of a text.
  ///
  /// - Parameters:
  ///   - bytes: the whole text.
  ///   - line: the bytes of the line, without its ending.
  ///   - mark: the bytes that are marked; may reach beyond the line.
  ///   - width: columns; never fewer than 20.
  package init(_ bytes: Bytes, _ line: Range<Int>, marking mark: Range<Int>, width: Int) {
    let width = max(20, width)
    let from = Self.start(bytes, line, mark, width)
    var shown = from > line.lowerBound ? "..." : ""
    var counter = ColumnCounter()
    counter.add(shown)
    let isWhole = Self.fits(bytes, from..<line.upperBound, width - counter.columns)
    let end = isWhole ? width : width - 3
    var scalars = ScalarSequence(bytes, in: from..<line.upperBound)
    var offset = scalars.offset
    while let scalar = scalars.next() {
      let piece = Self.shown(scalar)
      let before = counter.columns
      counter.add(piece)
      if offset < mark.lowerBound { indent = counter.columns }
      if counter.columns > end {
        shown += "..."
        break
      }
      if mark.contains(offset) { markWidth += counter.columns - before }
      shown += piece
      offset = scalars.offset
    }
    if from >= mark.lowerBound { indent = max(indent, from > line.lowerBound ? 3 : 0) }
    text = shown
  }

  /// Where to begin so that the mark is on the screen with some text before it.
  private static func start(_ bytes: Bytes, _ line: Range<Int>, _ mark: Range<Int>, _ width: Int)
    -> Int
  {
    guard line.count > width, mark.lowerBound > line.lowerBound + width * 2 / 3 else {
      return line.lowerBound
    }
    var start = max(line.lowerBound, mark.lowerBound - width / 2)
    // Not in the middle of a character.
    while start > line.lowerBound, bytes[start] & 0xc0 == 0x80 { start -= 1 }
    return start
  }

  private static func fits(_ bytes: Bytes, _ part: Range<Int>, _ width: Int) -> Bool {
    var counter = ColumnCounter()
    var scalars = ScalarSequence(bytes, in: part)
    while let scalar = scalars.next() {
      counter.add(shown(scalar))
      if counter.columns > width { return false }
    }
    return true
  }

  private static func shown(_ element: ScalarSequence.Element) -> String {
    switch element {
    case .scalar("\t"): "    "
    case .scalar(let scalar): Bytes(String(scalar).utf8).displayed
    case .invalid(let byte): [byte].displayed
    }
  }
}
