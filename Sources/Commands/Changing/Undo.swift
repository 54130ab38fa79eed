import Language
import Sandbox
import Session

/// `undo`: takes changes of the context back.
enum UndoCommand: ActingCommand {
  static let name = "undo"
  static let group = CommandGroup.changing
  static var errors: [ErrorCode] { [.nothingToUndo] }
  static let summary = "take the last change of the context back"
  static let meaning = """
    The context is a value, so that an earlier one can be put back whole. What has run stays run. At \
    the prompt all that one entry has changed is one change; in a script each command's is. What is \
    taken back is said.
    """
  static let effect = CommandEffect.unknown
  static let syntax = Syntax(count)
  static let example = """
    ns uts user
    hostname wrong
    undo
    exec true
    """

  private static let count = Parameter.optional("N", .positive)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let count = arguments[count] ?? 1
    guard let context = session.boxes.contextBefore(count) else {
      let available = session.boxes.undoCount
      throw Diagnostic(
        .nothingToUndo, "nothing to undo", at: arguments.span,
        label: available == 0
          ? "this box has not been changed" : "only \(available) changes were made")
    }
    let difference = SettingsDifference(from: session.context, to: context)
    try session.liveBoxes.apply(context, at: arguments.span)
    _ = session.boxes.undo(count)
    difference.say(in: session)
    return 0
  }
}

extension ErrorCode {
  package static var nothingToUndo: ErrorCode {
    ErrorCode(
      310, title: "nothing to undo, or to redo",
      story: """
        Every command that changes the context keeps the one before it; `undo N` goes back N of them \
        in the present box, and the label says how many there are. `redo` can bring back what was \
        undone until the context is changed in another way. Only the context is put back: a program \
        that ran has run, and a file stays written.

            ns uts user
            undo
            redo
        """)
  }
}
