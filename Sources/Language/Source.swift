/// A script's text with its name, for showing lines of it.
package struct Source: Sendable {
  /// As shown before `:line:column`.
  package let name: String
  package let bytes: Bytes
  /// The number of the first line: entries at a prompt are numbered on.
  package let firstLine: Int

  package init(name: String, bytes: Bytes, firstLine: Int = 1) {
    self.name = name
    self.bytes = bytes
    self.firstLine = firstLine
  }
}

/// Where the lines of a source begin. Made only when there is something to report.
package struct LineIndex: Sendable {
  private let source: Source
  private let starts: [Int]

  package init(_ source: Source) {
    self.source = source
    // A byte order mark is no part of the first line: no editor counts it as a column.
    var starts = [source.bytes.byteOrderMarkLength]
    for (offset, byte) in source.bytes.enumerated() where byte == .newline {
      starts.append(offset + 1)
    }
    // Nothing stands behind the final newline: an error at the end belongs to the last line.
    if starts.count > 1, starts.last == source.bytes.count { starts.removeLast() }
    self.starts = starts
  }

  /// A place in the text as a person counts.
  package struct Position: Equatable, Sendable {
    /// From the source's first line.
    package let line: Int
    /// In characters (Unicode scalars; an invalid byte is one), from 1.
    package let column: Int
    /// The line's bytes without its line ending.
    package let lineRange: Range<Int>
  }

  /// Where a byte offset is.
  package func position(of offset: Int) -> Position {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = starts[low]
    var end = low + 1 < starts.count ? starts[low + 1] : source.bytes.count
    if end > start, source.bytes[end - 1] == .newline {
      end -= 1
      if end > start, source.bytes[end - 1] == .carriageReturn { end -= 1 }
    }
    var column = 1
    for _ in ScalarSequence(source.bytes, in: start..<max(start, min(offset, end))) { column += 1 }
    return Position(line: source.firstLine + low, column: column, lineRange: start..<end)
  }

  /// The number of the line that holds a byte offset.
  package func line(of offset: Int) -> Int { position(of: offset).line }
}
