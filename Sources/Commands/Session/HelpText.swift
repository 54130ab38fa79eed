import Language
import Presentation
import Sandbox
import Session

/// The texts of `help`.
enum HelpText {
  /// All the commands by what they are for: one screenful.
  static func overview(_ session: Session) -> String {
    let style = session.textStyle
    var text = ""
    let groups = Table(.left(16), style: style)
    for group in CommandGroup.allCases {
      let commands = session.commands.commands.map { $0.command }.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      let names = commands.map { $0.name }.joined(separator: " ")
      text += groups.row(group.rawValue, text: names, role: .emphasis) + "\n"
    }
    let topics = Topic.names.joined(separator: " ")
    text += groups.row("topics", text: topics, role: .emphasis) + "\n\n"
    let lines = Table(.left(20), style: style)
    for (command, meaning) in beginning { text += lines.row(command, text: meaning) + "\n" }
    return text + "\n"
      + style.wrap(
        "`help COMMAND` tells more, `help language` how to write, `quit` leaves.", first: 0,
        indent: "")
      + "\n"
  }

  /// What a newcomer may type, line by line.
  private static let beginning = [
    ("ns uts pid mnt user", "new namespaces"),
    ("root host", "a private tree with this host's programs"),
    ("plan sh", "the system calls that `exec sh` would make"),
    ("exec sh", "run a shell in it"),
  ]

  /// What is said of a command, a topic or an error.
  static func text(on topic: Argument, _ session: Session) throws(Diagnostic) -> String {
    if let text = self.topic(topic, session) { return text }
    throw Diagnostic(
      .unknownWord, "no help on `\(topic.displayed)`", at: topic.span,
      label: Suggestion.label(for: topic.text, among: session.commands.allNames + Topic.names)
    ).fix("`help` lists the commands, `apropos WORD` searches")
  }

  /// A command, an error or a topic; nil where there is nothing of the name.
  static func topic(_ word: Argument, _ session: Session) -> String? {
    if let entry = session.commands.command(named: word.bytes[...]) {
      return command(entry.command, session.textStyle)
    }
    if let topic = Topic.named(word.text) {
      return session.textStyle.paragraphs(topic.text) + "\n"
    }
    return session.commands.error(named: word.text).map {
      session.textStyle.paragraphs($0.story) + "\n"
    }
  }

  /// Usage, meaning, manual pages and an example.
  private static func command(_ command: any Command.Type, _ style: TextStyle) -> String {
    var text = ""
    for usage in command.syntax.usage(of: command.name) {
      text += style.bold(style.wrap(usage, first: 0, indent: "    ")) + "\n"
    }
    if !command.aliases.isEmpty {
      text += "also: \(command.aliases.joined(separator: " "))\n"
    }
    text += "\n\(style.paragraphs("\(command.summary).\n\n\(command.meaning)", indent: "  "))\n"
    let details = details(command.syntax)
    if !details.isEmpty {
      let table = Table(.fitting(details.map(\.0)), indent: 2, style: style, leastRoom: nil)
      text += "\n"
      for (name, meaning) in details { text += table.row(name, text: meaning) + "\n" }
    }
    if !command.manualPages.isEmpty {
      let pages = command.manualPages.joined(separator: ", ")
      text += "\n  see \(style.wrap(pages, first: 6, indent: "      "))\n"
    }
    let example = command.example.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    return text + "\n  example:\n\(example)\n"
  }

  /// The words and options that a syntax has, each with its meaning.
  private static func details(_ syntax: Syntax) -> [(String, String)] {
    var rows: [(String, String)] = []
    func add(_ elements: [Syntax.Element]) {
      for element in elements {
        switch element {
        case .word(let word, let meaning): rows.append((word, meaning))
        case .choice(_, let words), .flags(let words): rows += words.map { ($0.word, $0.meaning) }
        case .optional(let inner): add(inner)
        case .value, .some, .many: break
        }
      }
    }
    for form in syntax.forms { add(form.elements) }
    rows += syntax.options.map { ($0.usage, $0.meaning) }
    var seen: Set<String> = []
    return rows.filter { seen.insert($0.0).inserted }
  }
}
