import Language
import LineEditing
import Presentation
import Session

/// Completion and `?` for the line editor.
final class Completer: LineEditor.Assistant {
  private let session: Session
  private let reporter: ConsoleReporter
  private var last: [Completion.Candidate] = []
  /// What was entered before, and is still open.
  var pending: Bytes = []

  init(_ session: Session, _ reporter: ConsoleReporter) {
    self.session = session
    self.reporter = reporter
  }

  /// The candidates for the word that readline has found to end at the end of the line. It knows
  /// nothing of our quotes, so its word may begin later than ours.
  func complete(_ line: Bytes, _ word: Range<Int>) -> LineEditor.Completion {
    let completion = TypedLine(entry(line), in: session).completion
    last = completion.candidates
    let skipped = entry(line).count - line.count + word.lowerBound - completion.start
    guard skipped >= 0 else { return LineEditor.Completion([], isFinal: false) }
    return LineEditor.Completion(
      last.map { Bytes($0.text.dropFirst(skipped)) }, isFinal: last.allSatisfy(\.isFinal))
  }

  private func entry(_ line: Bytes) -> Bytes {
    pending.isEmpty ? line : pending + [UInt8(ascii: "\n")] + line
  }

  func listing() -> [String] {
    CandidateList(
      last.map { ($0.text, $0.description) }, width: reporter.width, rows: reporter.rows
    ).lines
  }

  /// Shows the usage of the command that is being typed; false when there is none.
  func help(_ line: Bytes) -> Bool {
    guard let help = TypedLine(entry(line), in: session).help else { return false }
    reporter.say("")
    for line in help { reporter.say(line) }
    return true
  }
}
