import Kernel
import Language
import LineEditing
import Sandbox
import Session

/// What may be typed next, from the commands' own syntax.
struct Completer {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The candidates for the word that ends at the end of the line.
  func complete(_ line: Bytes, _ range: Range<Int>) -> LineEditor.Completion {
    LineEditor.Completion([])
  }

  /// Shows the usage of the command that is being typed; false when there is none.
  func help(_ line: Bytes, show: (String) -> Void) -> Bool { false }
}
