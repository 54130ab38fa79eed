import Language
import Presentation
import Sandbox
import Session

/// `apropos`: what there is help on, by what it is about.
enum AproposCommand: ActingCommand {
  static let name = "apropos"
  static let group = CommandGroup.session
  static let prints = true
  static let summary = "what there is help on with a word in its text"
  static let meaning = """
    Looks through the commands, the topics and the stories of errors. Capital letters and small \
    ones are the same.
    """
  static let syntax = Syntax(word)
  static let example = "apropos mount"

  private static let word = Parameter("WORD", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let word = arguments[word]
    let wanted = word.text.lowercased()
    let found = entries(session).filter { entry in
      entry.texts.contains { $0.lowercased().contains(wanted) }
    }
    guard !found.isEmpty else {
      throw Diagnostic(
        .unknownWord, "nothing is about `\(word.displayed)`", at: word.span, label: "nothing found"
      ).fix("`help` lists the commands and topics")
    }
    let table = Table(.left(13), style: session.textStyle)
    for entry in found {
      session.output.writeLine(table.row(entry.name, text: entry.title))
    }
    return 0
  }

  /// Everything that `help` knows, each with one line about it and all that is said.
  private static func entries(
    _ session: Session
  ) -> [(name: String, title: String, texts: [String])] {
    let commands = session.commands.commands.map { $0.command }.map { command in
      (command.name, command.summary, [command.name, command.summary, command.meaning])
    }
    let topics = Topic.all.map { topic in
      (topic.name, firstSentence(topic.text), [topic.name, topic.text])
    }
    let errors = session.commands.errors.map { error in
      (error.description, "\(error.title)", [error.story])
    }
    return commands + topics + errors
  }

  private static func firstSentence(_ text: String) -> String {
    let line = text.prefix { $0 != "\n" }
    let end = line.firstRange(of: ". ")?.lowerBound ?? line.endIndex
    return String(line[..<end])
  }
}
