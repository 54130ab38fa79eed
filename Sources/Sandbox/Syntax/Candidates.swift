/// Where completion looks for values.
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

  /// What only a session knows.
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
}
