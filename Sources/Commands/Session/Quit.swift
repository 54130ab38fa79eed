import Language
import Sandbox
import Session

/// `quit`: ends the session.
enum QuitCommand: ActingCommand {
  static let name = "quit"
  static let aliases = ["exit"]
  static let group = CommandGroup.session
  static let summary = "end the session"
  static let meaning =
    "The status is N, or that of the last command. Jobs that still run are ended."
  static let syntax = Syntax(status)
  static let example = "quit 0"

  private static let status = Parameter.optional(
    "N",
    ValueKind<Int32> { (word) throws(Diagnostic) in
      Int32(try Quantity.count(word, "an exit status", in: 0...255))
    })

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.interpreter.quitStatus = arguments[status] ?? session.interpreter.lastStatus
    return 0
  }
}
