import Language
import Presentation
import Sandbox
import Session

/// `complete`: what Tab would find.
enum CompleteCommand: ActingCommand {
  static let name = "complete"
  static let group = CommandGroup.session
  static let prints = true
  static let summary = "what the Tab key would find at the end of LINE"
  static let meaning = """
    One candidate on each line: the word as it would stand in the line, and behind a tab what it \
    means. Quote LINE; a blank at its end asks for the next word. Nothing found is no failure.
    """
  static let syntax = Syntax(line, options: [json])
  static let example = "complete 'ns u'"

  private static let line = Parameter("LINE", .any)

  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let candidates = TypedLine(arguments[line].bytes, in: session).completion.candidates
    guard !arguments[json] else {
      let words = candidates.map { candidate in
        JSON.object([
          ("word", .bytes(candidate.text)), ("meaning", .string(candidate.description)),
        ])
      }
      session.output.writeLine(JSON.object([("candidates", .array(words))]).text)
      return 0
    }
    for candidate in candidates {
      session.output.writeLine(
        candidate.text.displayed
          + (candidate.description.isEmpty ? "" : "\t\(candidate.description)"))
    }
    return 0
  }
}
