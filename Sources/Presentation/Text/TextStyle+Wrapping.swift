extension TextStyle {
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
    let faint = palette.paint(remark, .faint)
    if gap >= 2 { return text + String.blanks(gap) + faint }
    return text + "\n" + String.blanks(width - remark.displayWidth) + faint
  }
}
