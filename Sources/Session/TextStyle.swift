import Language

/// How results are laid out: for which width, and with which characters and colours. The console
/// finds it out once; commands do not ask the terminal.
package struct TextStyle: Sendable {
  /// Columns.
  package var width: Int
  /// Lines and blocks of Unicode; else ASCII.
  package var isUnicode: Bool
  package var isColored: Bool
  /// The cursor can be moved: a picture can be drawn again at its place.
  package var canRedraw = false

  package init(width: Int = 80, isUnicode: Bool = false, isColored: Bool = false) {
    self.width = width
    self.isUnicode = isUnicode
    self.isColored = isColored
  }

  /// The text broken at blanks to fit; `first` columns are taken already on the first line.
  package func wrap(_ text: String, first: Int, indent: String) -> String {
    var lines: [String] = []
    // What the text itself is indented by, stays.
    var line = String(text.prefix { $0 == " " })
    let text = text.dropFirst(line.count)
    var isBlank = true
    var room = width - first
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    for word in words {
      for (index, piece) in pieces(of: word, room: width - indent.displayWidth).enumerated() {
        let gap = isBlank || index > 0 ? "" : " "
        if line.displayWidth + gap.utf8.count + piece.displayWidth > room, !isBlank {
          lines.append(line)
          line = piece
          room = width - indent.displayWidth
        } else {
          line += gap + piece
        }
        isBlank = false
      }
    }
    lines.append(line)
    return lines.joined(separator: "\n" + indent)
  }

  /// What is too long for a line in parts: lists of flags and of folders break behind their signs.
  private func pieces(of word: Substring, room: Int) -> [String] {
    guard String(word).displayWidth > room else { return [String(word)] }
    var pieces: [String] = []
    var piece = ""
    var part = ""
    for character in word {
      part.append(character)
      guard "|,:".contains(character) else { continue }
      if !piece.isEmpty, (piece + part).displayWidth > room {
        pieces.append(piece)
        piece = ""
      }
      piece += part
      part = ""
    }
    if !piece.isEmpty, (piece + part).displayWidth > room {
      pieces.append(piece)
      piece = ""
    }
    return pieces + [piece + part]
  }

  /// A row of a list: a name padded to a width in columns, and a text that goes on below itself. In
  /// a narrow place the text begins on the next line.
  package func row(
    _ name: String, _ columns: Int, _ text: String, isHeading: Bool = false
  ) -> String {
    let head = isHeading ? bold(name) : name
    guard columns + 24 <= width else {
      return head + "\n    " + wrap(text, first: 4, indent: "    ")
    }
    let gap = max(1, columns - name.displayWidth)
    return head + String(repeating: " ", count: gap)
      + wrap(
        text, first: name.displayWidth + gap, indent: String(repeating: " ", count: columns))
  }

  /// Text paragraph by paragraph, each wrapped; lines that begin with a blank stay as they are.
  package func paragraphs(_ text: String, indent: String = "") -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.isEmpty { return "" }
      return line.hasPrefix(" ")
        ? indent + line : indent + wrap(String(line), first: indent.displayWidth, indent: indent)
    }.joined(separator: "\n")
  }

  /// The text with a remark at the right edge, or on a line of its own where there is no room.
  package func withMargin(_ text: String, _ remark: String) -> String {
    guard !remark.isEmpty else { return text }
    let last =
      text.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let gap = width - last.displayWidth - remark.displayWidth
    let faint = isColored ? "\u{1b}[2m\(remark)\u{1b}[0m" : remark
    if gap >= 2 { return text + String(repeating: " ", count: gap) + faint }
    return text + "\n" + String(repeating: " ", count: max(0, width - remark.displayWidth)) + faint
  }

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

  package func bold(_ text: String) -> String { isColored ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
}

/// A tree two levels deep, as `show` prints it.
package struct TextTree: Sendable {
  private let title: String
  private var branches: [(name: String, rows: [(String, String)])] = []

  package init(_ title: String) { self.title = title }

  /// Adds a branch; each row has a text and a remark at the right.
  package mutating func add(_ name: String, rows: [(String, String)], empty: String) {
    branches.append((name, rows.isEmpty ? [(empty, "")] : rows))
  }

  /// With a newline at the end of each line.
  package func text(_ style: TextStyle) -> String {
    let (tee, corner, bar) = style.isUnicode ? ("├─ ", "└─ ", "│  ") : ("|- ", "`- ", "|  ")
    var text = style.bold(title) + "\n"
    for (index, branch) in branches.enumerated() {
      let isLast = index == branches.count - 1
      text += (isLast ? corner : tee) + style.bold(branch.name) + "\n"
      for (row, (left, right)) in branch.rows.enumerated() {
        let stem = isLast ? "   " : bar
        let twig = row == branch.rows.count - 1 ? corner : tee
        let below = stem + (row == branch.rows.count - 1 ? "   " : bar) + "  "
        let wrapped = style.wrap(left, first: stem.count + twig.count, indent: below)
        text += style.withMargin(stem + twig + wrapped, right) + "\n"
      }
    }
    return text
  }
}
