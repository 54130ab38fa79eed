import Language
import Sandbox
import Session

/// `note`: a remark for the reader.
enum NoteCommand: ActingCommand {
  static let name = "note"
  static let group = CommandGroup.scripting
  static let summary = "show a remark to the person in front of it"
  static let meaning = """
    Printed on standard error as a paragraph, so that a lesson can explain itself without its words \
    getting into the results.
    """
  static let syntax = Syntax(text)
  static let example = "note 'a new uts namespace has a hostname of its own'"

  private static let text = Parameter.some("TEXT", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.messages.present(.note, arguments[text].displayed)
    return 0
  }
}
