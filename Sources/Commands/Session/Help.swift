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
  static let syntax = Syntax(
    Syntax.Form(.optional([.value("TOPIC", topics)])))
  static let example = "help ns"

  private static let topics = ValueKind(
    .all([.session(.topics), .choices(Topic.names.map { ($0, "a topic") })]))

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let topic = arguments["TOPIC"] else {
      session.output.write(HelpText.overview(session))
      return 0
    }
    guard let text = HelpText.topic(topic, session) else {
      let names = session.commands.allNames + Topic.names
      throw Diagnostic(
        .unknownWord, "no help on `\(topic.displayed)`", at: topic.span,
        label: Suggestion.label(for: topic.text, among: names)
      ).fix("`help` lists the commands, `apropos WORD` searches")
    }
    session.output.write(text)
    return 0
  }
}

/// `apropos`: commands by what they do.
enum AproposCommand: ActingCommand {
  static let name = "apropos"
  static let group = CommandGroup.session
  static let summary = "the commands whose description has a word in it"
  static let meaning = "Capital letters and small ones are the same."
  static let syntax = Syntax(Syntax.Form(.value("WORD", .any)))
  static let example = "apropos mount"

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let word = arguments["WORD"] else { return 1 }
    let wanted = word.text.lowercased()
    let found = session.commands.commands.map { $0.command }.filter { command in
      [command.name, command.summary, command.meaning].contains { $0.lowercased().contains(wanted) }
    }
    guard !found.isEmpty else {
      throw Diagnostic(
        .unknownWord, "no command is about `\(word.displayed)`", at: word.span,
        label: "nothing found"
      ).fix("`help` lists all of them")
    }
    for command in found {
      session.output.writeLine(session.textStyle.row(command.name, 14, command.summary))
    }
    return 0
  }
}
