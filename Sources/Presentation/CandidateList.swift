import Language

/// Candidates of a completion as they are listed under the line: each with its description where
/// there are any, else in columns. At most a screenful, so that nothing has to be answered.
package struct CandidateList: Sendable {
  package let lines: [String]

  /// Lays candidates out.
  ///
  /// - Parameters:
  ///   - candidates: the bytes that each puts into the line, and what it is in a few words.
  ///   - width: columns of the terminal; the last one stays empty.
  ///   - rows: lines of the terminal.
  package init(_ candidates: [(text: Bytes, description: String)], width: Int, rows: Int) {
    let shared = Self.sharedFolder(candidates.map(\.text))
    let names = candidates.map { Bytes($0.text.dropFirst(shared)).displayed }
    let areDescribed = candidates.contains { !$0.description.isEmpty }
    let perLine = areDescribed ? 1 : Self.perLine(names, width)
    let all =
      areDescribed
      ? Self.table(zip(names, candidates.map(\.description)), names)
      : Self.grid(names, perLine: perLine)
    // The line that is typed stays in sight.
    let room = max(3, rows - 3)
    var lines = all.prefix(all.count > room ? room - 1 : room).map { $0.cut(to: width - 1) }
    if all.count > room {
      let hidden = names.count - (room - 1) * perLine
      lines.append("  and \(hidden) more; type another letter")
    }
    self.lines = lines
  }

  private static func table(
    _ rows: some Sequence<(String, String)>, _ names: [String]
  ) -> [String] {
    let table = Table(.fitting(names, atMost: 30), indent: 2)
    return rows.map { table.row($0, text: $1) }
  }

  private static func grid(_ names: [String], perLine: Int) -> [String] {
    let column = Table.Column.fitting(names)
    return stride(from: 0, to: names.count, by: perLine).map { start in
      let cells = names[start..<min(names.count, start + perLine)]
      return ("  " + cells.map { $0 + String.blanks(column.blanks(around: $0).after) }.joined())
        .withoutTrailingBlanks
    }
  }

  private static func perLine(_ names: [String], _ width: Int) -> Int {
    max(1, (width - 1) / ((names.map(\.displayWidth).max() ?? 0) + 2))
  }

  /// How many bytes of a path all of them begin with: it stands in the line already.
  private static func sharedFolder(_ texts: [Bytes]) -> Int {
    guard let first = texts.first, texts.count > 1,
      let end = first.lastIndex(where: { $0 == UInt8(ascii: "/") })
    else { return 0 }
    // The last slash of a folder ends its own name.
    let last = end == first.count - 1 ? first[..<end].lastIndex(of: UInt8(ascii: "/")) : end
    guard let last else { return 0 }
    let folder = first[...last]
    return texts.allSatisfy { $0.starts(with: folder) } ? folder.count : 0
  }
}
