import Language
import Testing

/// Parses a text, and records an issue where the result breaks what holds for every text.
func soundlyParsed(
  _ bytes: Bytes, _ location: SourceLocation = #_sourceLocation
) -> Parser.Result {
  let result = Parser.parse(bytes, source: SourceID(7))
  let faults = result.unsoundness
  #expect(faults.isEmpty, "in \(bytes.displayed)", sourceLocation: location)
  return result
}

func soundlyParsed(_ text: String, _ location: SourceLocation = #_sourceLocation) -> Parser.Result {
  soundlyParsed(Bytes(text.utf8), location)
}

extension Parser.Result {
  /// What is broken of what holds for every text.
  fileprivate var unsoundness: [String] {
    var faults: [String] = []
    func require(_ isTrue: Bool, _ fault: @autoclosure () -> String) {
      if !isTrue { faults.append(fault()) }
    }
    let count = script.bytes.count
    let isText = String(validating: script.bytes, as: UTF8.self) != nil
    var seen: Set<String> = []
    for diagnostic in diagnostics {
      guard let span = diagnostic.span else {
        faults.append("\(diagnostic.code) points nowhere")
        continue
      }
      require(span.source == script.source, "\(diagnostic.code) in another source")
      require(span.start <= span.end && span.end <= count, "\(diagnostic.code) outside the text")
      require(seen.insert("\(diagnostic.code) \(span)").inserted, "\(diagnostic.code) twice")
      require(!diagnostic.message.isEmpty, "\(diagnostic.code) says nothing")
      for offset in [Int(span.start), Int(span.end)] where isText && offset < count {
        require(script.bytes[offset] & 0xc0 != 0x80, "\(diagnostic.code) inside of a character")
      }
    }
    let starts = diagnostics.compactMap { $0.span?.start }
    require(starts == starts.sorted(), "diagnostics out of order")
    require(incomplete == nil || diagnostics.count == 1, "incomplete, and wrong besides")
    for index in script.nodes.indices { faults += script.unsoundness(ofNodeAt: index) }
    return faults
  }
}

extension Script {
  fileprivate func unsoundness(ofNodeAt index: Int) -> [String] {
    let node = nodes[index]
    guard node.start <= node.end, node.end <= bytes.count else {
      return ["node \(index): its text"]
    }
    guard node.next > index, node.next <= nodes.count else { return ["node \(index): its end"] }
    guard node.firstWord + node.wordCount <= words.count else {
      return ["node \(index): its words"]
    }
    var faults: [String] = []
    var child = index + 1
    while child < Int(node.next) {
      let inner = nodes[child]
      guard inner.start >= node.start, inner.end <= node.end, inner.next > child,
        inner.next <= node.next
      else { return ["node \(index): holds what it does not contain"] }
      child = Int(inner.next)
    }
    if node.kind == .simple, node.wordCount == 0 {
      faults.append("node \(index): a nameless command")
    }
    for word in words(of: node) {
      let word = words[word]
      if word.start >= word.end || word.start < node.start || word.end > node.end {
        faults.append("node \(index): a word outside of it")
      }
      guard word.shape == .pieces else { continue }
      faults += unsoundness(of: word)
    }
    return faults
  }

  private func unsoundness(of word: Word) -> [String] {
    guard Int(word.firstPiece) + Int(word.pieceCount) <= pieces.count else {
      return ["lost pieces"]
    }
    var faults: [String] = []
    for index in pieces(of: word) {
      let piece = pieces[index]
      if piece.kind == .byte { continue }
      guard word.start <= piece.start, piece.start <= piece.end, piece.end <= word.end else {
        faults.append("a piece outside of its word")
        continue
      }
      let text = bytes[Int(piece.start)..<Int(piece.end)]
      switch piece.kind {
      case .literal where text.contains(0) || text.contains(0x0d):
        faults.append("a NUL or a CR in a word")
      case .variable, .variableWithDefault:
        let span = span(of: piece).range
        if text.isEmpty || span.lowerBound < word.start || span.upperBound > word.end {
          faults.append("a variable outside of its word")
        }
      default: break
      }
    }
    return faults
  }
}
