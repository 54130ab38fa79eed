import Language
import Sandbox
import Session

/// `reset`: a fresh context.
enum ResetCommand: ActingCommand {
  static let name = "reset"
  static let group = CommandGroup.changing
  static let summary = "a fresh context for this box"
  static let meaning = "Takes every setting away; `undo` brings them back."
  static let effect = CommandEffect.resets
  static let syntax = Syntax()
  static let example = """
    ns uts user
    reset
    exec true
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    try session.liveBoxes.change(to: Context(), at: arguments.span)
    return 0
  }
}
