import Language
import Session

/// Candidates of a completion as they are listed under the line: each with its description where
/// there are any, else in columns. At most a screenful, so that nothing has to be answered.
struct CandidateList {
  let lines: [String]

  init(_ candidates: [Completion.Candidate], width: Int, rows: Int) {
    let shared = Self.sharedFolder(candidates)
    let names = candidates.map { Bytes($0.text.dropFirst(shared)).displayed }
    let described = zip(names, candidates.map(\.description)).map { ($0, $1) }
    let all =
      candidates.allSatisfy(\.description.isEmpty)
      ? Self.columns(names, width: width) : Self.table(described, width: width)
    // The line that is typed stays in sight.
    let room = max(3, rows - 3)
    guard all.count > room else {
      lines = all
      return
    }
    let perLine = candidates.allSatisfy(\.description.isEmpty) ? Self.perLine(names, width) : 1
    let hidden = names.count - (room - 1) * perLine
    lines = all.prefix(room - 1) + ["  and \(hidden) more; type another letter"]
  }

  private static func table(_ rows: [(String, String)], width: Int) -> [String] {
    let longest = min(30, rows.map(\.0.displayWidth).max() ?? 0)
    return rows.map { name, description in
      guard !description.isEmpty else { return "  \(name)".cut(to: width - 1) }
      return "  \(name.filled(to: longest))  \(description)".cut(to: width - 1)
    }
  }

  private static func columns(_ names: [String], width: Int) -> [String] {
    let count = perLine(names, width)
    let longest = names.map(\.displayWidth).max() ?? 0
    return stride(from: 0, to: names.count, by: count).map { start in
      names[start..<min(names.count, start + count)].map { "  " + $0.filled(to: longest) }.joined()
        .trimmed.cut(to: width - 1)
    }
  }

  private static func perLine(_ names: [String], _ width: Int) -> Int {
    max(1, (width - 1) / ((names.map(\.displayWidth).max() ?? 0) + 2))
  }

  /// How many bytes of a path all of them begin with: it stands in the line already.
  private static func sharedFolder(_ candidates: [Completion.Candidate]) -> Int {
    guard let first = candidates.first?.text, candidates.count > 1,
      let end = first.lastIndex(where: { $0 == UInt8(ascii: "/") })
    else { return 0 }
    // The last slash of a folder ends its own name.
    let last = end == first.count - 1 ? first[..<end].lastIndex(of: UInt8(ascii: "/")) : end
    guard let last else { return 0 }
    let folder = first[...last]
    return candidates.allSatisfy { $0.text.starts(with: folder) } ? folder.count : 0
  }
}

extension String {
  fileprivate func filled(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth))
  }

  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The beginning, as far as it fits.
  fileprivate func cut(to width: Int) -> String {
    guard displayWidth > width else { return self }
    var text = ""
    var columns = 0
    for character in self {
      columns += String(character).displayWidth
      if columns > width - 3 { break }
      text.append(character)
    }
    return text + "..."
  }
}
