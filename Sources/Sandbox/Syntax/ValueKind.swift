import Language

/// What a value is: how it is checked, and where completion finds candidates.
public struct ValueKind: Sendable {
  /// Where completion looks.
  public enum Candidates: Sendable {
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

  public enum SessionFact: Sendable {
    case boxes
    case jobs
    /// The jobs, and the box where it is up.
    case livePlaces
    case variables
    case topics
    case users
    case hostVariables
    case controllers
    case systemCalls
    /// `errno=NAME`
    case errors
  }

  public let candidates: Candidates
  /// Throws for a value that can never be right; nil where every one is.
  public let check: Check?

  public typealias Check = @Sendable (Argument) throws(Diagnostic) -> Void

  public var acceptsAll: Bool { check == nil }

  public init(_ candidates: Candidates = .none, check: Check? = nil) {
    self.candidates = candidates
    self.check = check
  }

  public static let any = ValueKind()
  public static let file = ValueKind(.files)
  public static let directory = ValueKind(.directories)
  public static let insideFile = ValueKind(.insideFiles)
  public static let insideDirectory = ValueKind(.insideDirectories)
}
