/// Names one source among those that a session has read. The same file sourced from two places is
/// two sources, so that each has one chain of inclusions.
package struct SourceID: Hashable, Sendable {
  package let index: UInt32

  package init(_ index: UInt32) { self.index = index }
}

/// A range of bytes of a source: where a diagnostic points, and who asked for a kernel step.
package struct SourceSpan: Hashable, Sendable {
  package let source: SourceID
  package let start: UInt32
  package let end: UInt32

  package init(_ source: SourceID, _ start: Int, _ end: Int) {
    self.source = source
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }

  package var range: Range<Int> { Int(start)..<Int(end) }

  /// The empty span behind this one: where something is missing.
  package var after: SourceSpan { SourceSpan(source, Int(end), Int(end)) }
}
