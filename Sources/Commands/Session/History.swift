import Language
import Presentation
import Sandbox
import Session

/// `history`: what was typed.
enum HistoryCommand: ActingCommand {
  static let name = "history"
  static let group = CommandGroup.session
  static let summary = "what was typed, the latest last"
  static let meaning = "With N, the last N entries. A line that begins with a blank is not kept."
  static let syntax = Syntax(Syntax.Form(.optional([.value("N", Counts.positive)])))
  static let example = "history 10"

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let count = try arguments["N"].map { (word) throws(Diagnostic) in
      try Quantity.count(word, "a count")
    }
    let entries = session.history.all
    let first = entries.count - min(entries.count, count ?? entries.count)
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
