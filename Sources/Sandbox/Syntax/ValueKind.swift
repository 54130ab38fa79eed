import Language

/// What a value is: how it is checked, and where completion finds candidates.
package struct ValueKind: Sendable {
  /// Where completion looks.
  package enum Candidates: Sendable {
    case none
    case words([String])
    /// Words with what each of them means.
    case choices([(word: String, meaning: String)])
    /// What several of these find.
    indirect case all([Candidates])
    /// Files of the host.
    case files
    case directories
    /// Files inside the root of the context.
    case insideFiles
    case insideDirectories
    /// Programs inside, by PATH.
    case programs
    case hostPrograms
    /// Named facts that only the session knows.
    case session(SessionFact)
  }

  package enum SessionFact: Sendable {
    case boxes
    case jobs
    /// The jobs, and the box where it is up.
    case livePlaces
    case variables
    case topics
    case users
    case hostVariables
    case systemCalls
    /// `errno=NAME`
    case errors
  }

  package let candidates: Candidates
  /// Throws for a value that can never be right; nil where every one is.
  package let check: Check?

  package typealias Check = @Sendable (Argument) throws(Diagnostic) -> Void

  package var acceptsAll: Bool { check == nil }

  package init(_ candidates: Candidates = .none, check: Check? = nil) {
    self.candidates = candidates
    self.check = check
  }

  package static let any = ValueKind()
  package static let file = ValueKind(.files)
  package static let directory = ValueKind(.directories)
}
