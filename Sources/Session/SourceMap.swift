import Language

/// The texts that a session has read, and from where each was included.
package struct SourceMap: Sendable {
  private var sources: [(source: Source, includedAt: SourceSpan?, path: Bytes)] = []

  /// Adds a text. The path is where relative inclusions start from; empty for none.
  package mutating func add(
    _ source: Source, path: Bytes = [], includedAt: SourceSpan? = nil
  ) -> SourceID {
    sources.append((source, includedAt, path))
    return SourceID(UInt32(sources.count - 1))
  }

  /// The one that was read before at the same place with the same content: a loop that sources a
  /// file should not fill the memory.
  package func existing(_ bytes: Bytes, includedAt: SourceSpan) -> SourceID? {
    sources.firstIndex { $0.includedAt == includedAt && $0.source.bytes == bytes }
      .map { SourceID(UInt32($0)) }
  }

  /// The text of an id that `add` gave.
  package subscript(id: SourceID) -> Source { sources[Int(id.index)].source }

  /// The path of a text, from where relative inclusions start; empty for none.
  package func path(of id: SourceID) -> Bytes { sources[Int(id.index)].path }

  /// The places that led here, the nearest first.
  package func inclusions(of id: SourceID) -> [SourceSpan] {
    var chain: [SourceSpan] = []
    var next = sources[Int(id.index)].includedAt
    while let place = next {
      chain.append(place)
      next = sources[Int(place.source.index)].includedAt
    }
    return chain
  }

  /// The text of a span.
  package func text(of span: SourceSpan) -> Bytes {
    let bytes = self[span.source].bytes
    guard span.range.upperBound <= bytes.count else { return [] }
    return Bytes(bytes[span.range])
  }

  /// `NAME:LINE` of a span.
  package func place(of span: SourceSpan) -> String {
    let source = self[span.source]
    return "\(source.name):\(LineIndex(source).line(of: Int(span.start)))"
  }
}
