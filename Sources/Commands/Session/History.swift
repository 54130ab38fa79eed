import Language
import Presentation
import Sandbox
import Session

/// `history`: what was typed.
enum HistoryCommand: ActingCommand {
  static let name = "history"
  static let group = CommandGroup.session
  static let prints = true
  static let summary = "what was typed, the latest last"
  static let meaning = "With N, the last N entries. A line that begins with a blank is not kept."
  static let syntax = Syntax(count)
  static let example = "history 10"

  private static let count = Parameter.optional("N", .positive)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let entries = session.history.all
    let first = entries.count - min(entries.count, arguments[count] ?? entries.count)
    let table = Table(.right(5, gap: 2))
    for index in first..<entries.count {
      let lines = entries[index].split(separator: 0x0a, omittingEmptySubsequences: false)
        .map(\.displayed)
      session.output.writeLine(
        table.row(String(index + 1), text: lines.joined(separator: "\n")))
    }
    return 0
  }
}
