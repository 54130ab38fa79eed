import Kernel
import Language

/// What an `exec` is to run, and how it is connected.
public struct Program: Sendable {
  /// The program and its arguments as typed; empty for the user's shell.
  public var words: [Bytes]
  /// The command, for diagnostics.
  public var origin: SourceSpan?
  public var input: Input = .inherited
  /// Standard output goes into a pipe of cloche's.
  public var isCaptured = false
  /// The program becomes the foreground process group of the terminal.
  public var isForeground = false
  /// Cloche goes on as soon as it is launched.
  public var isInBackground = false
  /// A process group of its own: job control is on.
  public var hasOwnGroup = false
  /// Waits before execve until cloche has looked at its namespaces.
  public var isObserved = false
  /// Takes cloche's place instead of being forked.
  public var replaces = false

  public enum Input: Sendable {
    case inherited
    /// /dev/null
    case null
  }

  public init(words: [Bytes], origin: SourceSpan? = nil) {
    self.words = words
    self.origin = origin
  }
}
