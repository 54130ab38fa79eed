import Language
import Sandbox
import Session

/// `help`: the commands, one of them, or an error's story.
enum HelpCommand: ActingCommand {
  static let name = "help"
  static let group = CommandGroup.session
  static let prints = true
  static let summary = "the commands, one of them, or the story of an error"
  static let meaning = """
    `help` lists the commands, `help COMMAND` tells what one does in the kernel, `help E0412` what is \
    behind an error, `help language` how commands are written.
    """
  static let syntax = Syntax(topic, options: [json])
  static let example = "help ns"

  private static let topic = Parameter.optional("TOPIC", topics)

  private static let json = Option.json

  private static let topics = ValueKind(
    .all([.session(.topics), .choices(Topic.names.map { ($0, "a topic") })]))

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard arguments[json] else {
      try write(arguments[topic], session)
      return 0
    }
    try TextDocument.write(arguments[topic], in: session) { () throws(Diagnostic) in
      try write(arguments[topic], session)
    }
    return 0
  }

  private static func write(_ topic: Argument?, _ session: Session) throws(Diagnostic) {
    session.output.write(
      try topic.map { (word) throws(Diagnostic) in try HelpText.text(on: word, session) }
        ?? HelpText.overview(session))
  }
}
