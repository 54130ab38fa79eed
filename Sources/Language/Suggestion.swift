/// "did you mean": the candidate that is a slip of the fingers away.
package enum Suggestion {
  /// The nearest candidate, or nil where none is near enough to be helpful.
  ///
  /// Near is one edit in three letters (an insertion, a deletion, a substitution or a swap of
  /// neighbours), and at least one. With two letters another letter makes another word; and the opposite of
  /// what was asked helps nobody.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(word.utf8)
    // Nobody mistypes a paragraph, and the distance is quadratic.
    guard !typed.isEmpty, typed.count <= 64 else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in candidates
    where candidate.utf8.count <= 64 && !areOpposites(word, candidate) {
      let letters = Array(candidate.utf8)
      if typed.count == 2, letters.count == 2, word.lowercased() != candidate { continue }
      let allowed = max(1, max(typed.count, letters.count) / 3)
      guard abs(letters.count - typed.count) <= allowed else { continue }
      let distance = distance(typed, letters)
      if distance > 0, distance <= allowed, distance < max(typed.count, letters.count),
        distance < best?.distance ?? .max
      {
        best = (distance, candidate)
      }
    }
    return best?.name
  }

  private static let opposites = [
    ("on", "off"), ("allow", "deny"), ("keep", "drop"), ("add", "remove"), ("freeze", "thaw"),
    ("up", "down"), ("undo", "redo"), ("ro", "rw"),
  ]

  private static func areOpposites(_ word: String, _ candidate: String) -> Bool {
    opposites.contains { $0 == (word, candidate) || $0 == (candidate, word) }
  }

  /// The label for a caret, or nothing.
  package static func label(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "did you mean `\($0)`?" } ?? ""
  }

  /// Optimal string alignment: edits, where a swap of neighbours is one.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = previous
    for i in 1...max(1, a.count) where i <= a.count {
      current[0] = i
      for j in 1...max(1, b.count) where j <= b.count {
        let same = a[i - 1] == b[j - 1]
        current[j] = min(
          previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], beforePrevious[j - 2] + 1)
        }
      }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[b.count]
  }
}
