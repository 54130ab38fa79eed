import Language

/// A word of a command after its variables are replaced, with the place where it was written.
package struct Argument: Sendable {
  package let bytes: Bytes
  package let span: SourceSpan
  /// False for a word whose value only the run will tell: it fits everywhere while checking.
  package let isKnown: Bool

  package init(_ bytes: Bytes, at span: SourceSpan, isKnown: Bool = true) {
    self.bytes = bytes
    self.span = span
    self.isKnown = isKnown
  }

  /// As shown to a person.
  package var displayed: String { bytes.displayed }

  /// For comparing with the words of a syntax, which are ASCII.
  package func matches(_ word: String) -> Bool { bytes.elementsEqual(word.utf8) }

  /// The value as text where it is UTF-8 made of printable characters.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The same place with a part of the bytes: columns are right as long as nothing was escaped.
  package func part(_ range: Range<Int>) -> Argument {
    let written = Int(span.end - span.start)
    let place =
      written == bytes.count
      ? SourceSpan(
        span.source, Int(span.start) + range.lowerBound, Int(span.start) + range.upperBound)
      : span
    return Argument(Bytes(bytes[range]), at: place, isKnown: isKnown)
  }

  /// The parts between separators, each with its place.
  package func split(_ separator: UInt8) -> [Argument] {
    var parts: [Argument] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == separator {
      parts.append(part(start..<index))
      start = index + 1
    }
    parts.append(part(start..<bytes.count))
    return parts
  }
}

extension [Argument] {
  /// All of them as shown to a person, with a blank between two.
  package var displayed: String { map(\.displayed).joined(separator: " ") }
}
