import Kernel
import Language
import LineEditing
import Session

/// Completion and `?` for the line editor.
struct Completer {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The candidates for the word that readline has found to end at the end of the line. It knows
  /// nothing of our quotes, so its word may begin later than ours.
  func complete(_ line: Bytes, _ range: Range<Int>) -> LineEditor.Completion {
    let completion = session.completion(of: line)
    let skipped = range.lowerBound - completion.start
    let candidates = completion.candidates.compactMap { candidate -> LineEditor.Candidate? in
      let text = skipped >= 0 ? candidate.text.dropFirst(skipped) : candidate.text[...]
      guard skipped >= 0, let shown = String(validating: text, as: UTF8.self) else { return nil }
      return LineEditor.Candidate(
        shown, description: candidate.description.isEmpty ? nil : candidate.description)
    }
    return LineEditor.Completion(
      candidates, isFinal: completion.candidates.allSatisfy(\.isFinal))
  }

  /// Shows the usage of the command that is being typed; false when there is none.
  func help(_ line: Bytes, show: (String) -> Void) -> Bool {
    guard let usage = session.usage(at: line) else { return false }
    show("")
    for line in usage { show("  " + line) }
    return true
  }
}
