import Language

/// What may stand where the cursor is, from the commands' own syntax.
package struct Completion: Sendable {
  /// One word that may stand there.
  package struct Candidate: Sendable {
    /// The word as it would stand in the line, from `start` on.
    package let text: Bytes
    /// What it is, in a few words; empty where there is nothing to say.
    package let description: String
    /// Nothing is to be added to it: a blank may follow.
    package let isFinal: Bool
  }

  /// Where the candidates begin in the line.
  package let start: Int
  /// The words, in the order in which they are listed.
  package let candidates: [Candidate]
}
