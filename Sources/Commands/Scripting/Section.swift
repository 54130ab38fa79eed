import Language
import Sandbox
import Session

/// `section`: a heading.
enum SectionCommand: ActingCommand {
  static let name = "section"
  static let group = CommandGroup.scripting
  static let summary = "show a heading"
  static let meaning = "Printed on standard error; a demo stops at it."
  static let syntax = Syntax(text)
  static let example = "section Namespaces"

  private static let text = Parameter.some("TEXT", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.messages.present(.section, arguments[text].displayed)
    return 0
  }
}
