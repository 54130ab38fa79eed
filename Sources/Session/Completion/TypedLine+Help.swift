import Language
import Presentation

extension TypedLine {
  /// What the key `?` tells: the usage of what is being typed. Nil where the
  /// key is a character: anywhere but where a word may begin.
  package var help: [String]? {
    guard cursor.isBetweenWords else { return nil }
    guard let name = cursor.words.first else {
      return [
        "a command with its arguments: `help` lists the commands, Tab completes words,",
        "and `?` behind a command shows how it is used",
      ]
    }
    if let keyword = Keyword(name[...]) {
      return ["usage: \(keyword.usage)", "       \(keyword.meaning)"]
    }
    if let definition = session.interpreter.definitions[name.displayed] {
      let words = [name.displayed] + definition.parameters.map(\.displayed)
      return ["usage: \(words.joined(separator: " "))", "       a definition of this session"]
    }
    guard let command = command(typed: name) else { return helpWithoutCommand(name) }
    let usage = command.syntax.usage(of: command.name)
    var lines = usage.enumerated().flatMap { index, line in
      session.textStyle.wrap(line, first: 7, indent: "         ").split(separator: "\n")
        .enumerated()
        .map { (index == 0 && $0.offset == 0 ? "usage: " : "       ") + $0.element }
    }
    let aside = session.textStyle.wrap(command.summary, first: 7, indent: "       ")
    lines += "       \(aside)".split(separator: "\n").map(String.init)
    return lines
  }

  private func helpWithoutCommand(_ name: Bytes) -> [String] {
    let begun = session.commands.allNames.filter { $0.utf8.starts(with: name) }
    if !begun.isEmpty { return ["\(name.displayed)... may be \(begun.joined(separator: ", "))"] }
    let known = session.commands.allNames + session.interpreter.definitions.keys + Keyword.names
    let hint = Suggestion.label(for: name.displayed, among: known)
    return ["no command `\(name.displayed)`; \(hint.isEmpty ? "`help` lists them" : hint)"]
  }
}
