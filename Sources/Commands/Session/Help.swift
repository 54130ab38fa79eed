import Language
import Sandbox
import Session

/// `help`: the commands, one of them, or an error's story.
enum HelpCommand: ActingCommand {
  static let name = "help"
  static let group = CommandGroup.session
  static let summary = "the commands, one of them, or the story of an error"
  static let meaning = """
    `help` lists the commands, `help COMMAND` tells what one does in the kernel, `help E0412` what is \
    behind an error, `help language` how commands are written.
    """
  static let syntax = Syntax(topic)
  static let example = "help ns"

  private static let topic = Parameter.optional("TOPIC", topics)

  private static let topics = ValueKind(
    .all([.session(.topics), .choices(Topic.names.map { ($0, "a topic") })]))

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let topic = arguments[topic] else {
      session.output.write(HelpText.overview(session))
      return 0
    }
    session.output.write(try HelpText.text(on: topic, session))
    return 0
  }
}
