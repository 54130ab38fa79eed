import Kernel
import Language
import Sandbox
import Session

/// `pause`: waits for the person in front of it.
enum PauseCommand: ActingCommand {
  static let name = "pause"
  static let group = CommandGroup.scripting
  static let summary = "wait until Enter is pressed"
  static let meaning = """
    Shows TEXT, or how to go on, on standard error, and waits for Enter (^D will do); ^C ends the \
    script. Without a terminal as standard input nobody could press a key: then TEXT is shown and \
    the script goes on at once. Jobs run on meanwhile.
    """
  static let syntax = Syntax(text)
  static let example = "pause 'Look at it, then press Enter'"

  private static let text = Parameter.many("TEXT", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let text = arguments[text].displayed
    guard Descriptors.isTerminal(.standardInput) else {
      if !text.isEmpty { session.messages.present(.note, text) }
      return 0
    }
    session.messages.present(.question, text.isEmpty ? "Enter goes on" : text)
    return session.supervisor.waitForEnter() ? 0 : 1
  }
}
