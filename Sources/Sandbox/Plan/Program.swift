import Kernel
import Language

/// What an `exec` is to run, and how it is connected.
package struct Program: Sendable {
  /// The program and its arguments as typed; empty for the user's shell.
  package var words: [Bytes]
  /// The command, for diagnostics.
  package var origin: SourceSpan?
  package var input: Input = .inherited
  /// Standard output goes into a pipe of cloche's.
  package var isCaptured = false
  /// The program becomes the foreground process group of the terminal.
  package var isForeground = false
  /// Cloche goes on as soon as it is launched.
  package var isInBackground = false
  /// A process group of its own: job control is on.
  package var hasOwnGroup = false
  /// Waits before execve until cloche has looked at its namespaces.
  package var isObserved = false
  /// The name of the box, for the prompt of an interactive shell; nil for none.
  package var promptName: String?
  /// Takes cloche's place instead of being forked.
  package var replaces = false

  /// What a program reads as its standard input.
  package enum Input: Sendable, Equatable {
    case inherited
    /// /dev/null
    case null
    /// A descriptor of cloche's.
    case file(Int32)
  }

  /// A shell that reads commands from whoever is there: one without arguments but `-i` and its like.
  package var isShell: Bool {
    guard let name = words.first?.split(separator: UInt8(ascii: "/")).last else {
      return words.isEmpty
    }
    return ["sh", "bash", "dash", "ash", "ksh", "mksh"].contains { name.elementsEqual($0.utf8) }
      && words.dropFirst().allSatisfy { $0.first == UInt8(ascii: "-") && $0 != Bytes("-c".utf8) }
  }

  package init(words: [Bytes], origin: SourceSpan? = nil) {
    self.words = words
    self.origin = origin
  }
}
