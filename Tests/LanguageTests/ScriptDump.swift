import Language

extension Script {
  /// The statements as text: `(if (simple have x) (block (simple echo a)))`, words as they were
  /// written, `&` at the end of what runs in the background.
  var dump: String {
    dump(0..<nodes.count)
  }

  private func dump(_ range: Range<Int>) -> String {
    var statements: [String] = []
    var index = range.lowerBound
    while index < range.upperBound {
      statements.append(dump(at: index))
      index = Int(nodes[index].next)
    }
    return statements.joined(separator: " ")
  }

  private func dump(at index: Int) -> String {
    let node = nodes[index]
    let parts =
      ["\(node.kind)"] + words(of: node).map { text(of: words[$0]).displayed }
      + [dump(index + 1..<Int(node.next))] + [node.isBackground ? "&" : ""]
    return "(" + parts.filter { !$0.isEmpty }.joined(separator: " ") + ")"
  }

  /// What the words of the first command are made of, its name left out: literal text as it is
  /// shown, `{home}`, `{arguments}`, `{NAME}` and `{NAME:-DEFAULT}`; `''` for an empty word.
  var templates: [String] {
    guard let command = nodes.first else { return [] }
    return words(of: command).dropFirst().map { template(words[$0]) }
  }

  private func template(_ word: Word) -> String {
    let text: String =
      switch word.shape {
      case .plain: self.text(of: word).displayed
      case .home: "{home}" + self.text(of: word).dropFirst().displayed
      case .arguments: "{arguments}"
      case .pieces: template(pieces(of: word))
      }
    return text.isEmpty ? "''" : text
  }

  private func template(_ range: Range<Int>) -> String {
    var text = ""
    // Together, because the bytes of one character may stand in several pieces.
    var literal: Bytes = []
    var index = range.lowerBound
    while index < range.upperBound {
      let piece = pieces[index]
      index += 1
      if let value = value(of: piece) {
        literal += value
        continue
      }
      text += literal.displayed
      literal = []
      let name = bytes[Int(piece.start)..<Int(piece.end)].displayed
      switch piece.kind {
      case .home: text += "{home}"
      case .variableWithDefault:
        let end = index + Int(piece.count)
        text += "{\(name):-\(template(index..<end))}"
        index = end
      default: text += "{\(name)}"
      }
    }
    return text + literal.displayed
  }

  private func value(of piece: Piece) -> Bytes? {
    switch piece.kind {
    case .literal: Bytes(bytes[Int(piece.start)..<Int(piece.end)])
    case .byte: [UInt8(truncatingIfNeeded: piece.start)]
    default: nil
    }
  }

  /// The bytes of a word that holds no variables; nil for another.
  func value(of word: Word) -> Bytes? {
    switch word.shape {
    case .plain: return Bytes(text(of: word))
    case .home, .arguments: return nil
    case .pieces:
      var value: Bytes = []
      for index in pieces(of: word) {
        guard let part = self.value(of: pieces[index]) else { return nil }
        value += part
      }
      return value
    }
  }
}
