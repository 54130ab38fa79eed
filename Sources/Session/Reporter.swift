import Kernel
import Language
import Presentation
import Sandbox

/// Where a session says what a person should know. The console shows it.
package protocol Reporter: AnyObject {
  /// How results are to be laid out on standard output.
  var textStyle: TextStyle { get }
  /// - Parameters:
  ///   - sources: the texts that its places are in.
  ///   - calls: the definitions that are being run, the outermost first.
  func report(_ diagnostic: Diagnostic, sources: SourceMap, calls: [Call])
  /// `-v`: a command before it runs, as it would look at the prompt.
  func echo(_ command: String, in session: Session)
  /// `-x`: a command before it runs.
  func trace(_ command: String)
  /// `-x`: how the steps of a launch went.
  func trace(_ plan: Plan, timings: [(step: Int, result: Int, nanoseconds: Int)])
  /// `--step`: whether the command may run.
  func confirm(_ command: String) -> Confirmation
  /// A line for a person, on standard error.
  func say(_ line: String)
  /// What a script says to a person: `note`, `section` and `pause`.
  func present(_ kind: Narration, _ text: String)
}

/// The answer to `--step`.
package enum Confirmation: Sendable {
  case run
  case skip
  case runAll
  case quit
}

/// What a script says to a person, and how it is shown.
package enum Narration: Sendable {
  case note
  case section
  /// What is answered in the same line: the cursor stays behind it.
  case question
}
