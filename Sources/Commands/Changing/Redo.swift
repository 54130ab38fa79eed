import Language
import Sandbox
import Session

/// `redo`: takes an `undo` back.
enum RedoCommand: ActingCommand {
  static let name = "redo"
  static let group = CommandGroup.changing
  static let summary = "take the last `undo` back"
  static let meaning = "Possible until the context is changed in another way."
  static let effect = CommandEffect.unknown
  static let syntax = Syntax()
  static let example = """
    ns uts user
    undo
    redo
    exec true
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let context = session.boxes.undoneContext else {
      throw Diagnostic(
        .nothingToUndo, "nothing to redo", at: arguments.span,
        label: "no `undo` was made since the last change")
    }
    let difference = SettingsDifference(from: session.context, to: context)
    try session.liveBoxes.apply(context, at: arguments.span)
    _ = session.boxes.redo()
    difference.say(in: session)
    return 0
  }
}
