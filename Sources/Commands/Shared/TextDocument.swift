import Language
import Presentation
import Sandbox
import Session

/// A text that a command prints, as one JSON document: `--json` of what explains.
enum TextDocument {
  /// Prints an object with the subject and the text, which has no colours then.
  static func write(
    _ subject: Argument?, in session: Session, _ print: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    session.output.beginCapture()
    do throws(Diagnostic) {
      try print()
    } catch {
      _ = session.output.endCapture()
      throw error
    }
    let text = session.output.endCapture()
    session.output.writeLine(
      JSON.object([
        ("subject", subject.map { .bytes($0.bytes) } ?? .null), ("text", .bytes(text)),
      ]).text)
  }
}
