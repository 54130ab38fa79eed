import Language
import Sandbox

/// A line that is being typed, with what helps at its end: completion, and the key `?`.
package struct TypedLine {
  let line: Bytes
  let session: Session
  /// What is open at the end of the line.
  let cursor: Cursor

  /// A line up to the cursor, in a session that knows commands, jobs and variables.
  package init(_ line: Bytes, in session: Session) {
    self.line = line
    self.session = session
    cursor = Cursor(atEndOf: line)
  }

  /// The command of a name, or the only one that begins with it.
  func command(typed name: Bytes) -> (any Command.Type)? {
    let table = session.commands
    if let entry = table.command(named: name[...]) { return entry.command }
    let possible = table.commands.map { $0.command }.filter { $0.name.utf8.starts(with: name) }
    return possible.count == 1 ? possible[0] : nil
  }
}
