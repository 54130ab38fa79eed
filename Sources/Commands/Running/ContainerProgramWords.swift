import Language
import Sandbox

/// Options of `exec` as docker and podman have them: `-it`, `--rm`, `-e A=1`, `-u 1000`.
struct ContainerProgramWords {
  /// The first word that is no option of `exec`.
  private var habit: Argument?
  /// It is one of another tool's.
  private var isKnown = true
  /// Commands that say the same, to stand before it.
  private var before: [[Bytes]] = []
  /// The command without them.
  private var words: [Bytes] = [Bytes("exec".utf8)]
  private let options: [Syntax.Option]

  init(_ invocation: Invocation, options: [Syntax.Option]) {
    self.options = options
    var rest = invocation.words[...]
    while let word = rest.first, word.bytes.first == UInt8(ascii: "-"), word.bytes.count > 1,
      !word.matches("--")
    {
      rest.removeFirst()
      take(word, &rest)
    }
    words += rest.map(\.bytes)
  }

  private mutating func take(_ word: Argument, _ rest: inout ArraySlice<Argument>) {
    let name = word.text.prefix { $0 != "=" }
    if let option = options.first(where: { $0.name == name }) {
      words.append(word.bytes)
      if option.value != nil, !word.text.contains("="), let value = rest.popFirst() {
        words.append(value.bytes)
      }
      return
    }
    habit = habit ?? word
    switch word.text {
    case "-i", "-t", "-it", "-ti", "--rm", "--tty", "--interactive": break
    case "-e", "--env": takeValue("env", &rest)
    case "-u", "--user": takeValue("as", &rest)
    case "-w", "--workdir": takeValue("cd", &rest)
    default: isKnown = false
    }
  }

  private mutating func takeValue(_ command: String, _ rest: inout ArraySlice<Argument>) {
    guard let value = rest.popFirst() else { return isKnown = false }
    before.append([Bytes(command.utf8), value.bytes])
  }

  /// Nil where all options are of `exec`.
  var refusal: Diagnostic? {
    guard let habit else { return nil }
    guard isKnown else {
      let names = options.map(\.name)
      return Diagnostic(
        .unknownOption, "unknown option `\(habit.displayed)`", at: habit.span,
        label: Suggestion.label(for: habit.text, among: names)
      ).note("there are \(names.joined(separator: " ")); `--` ends them")
    }
    let lines = (before + [words]).map { ScriptText.line($0).displayed }
    return Diagnostic(
      .unknownOption, "`\(habit.displayed)` is another tool's word", at: habit.span,
      label: before.isEmpty
        ? "cloche gives a terminal without being asked, and leaves nothing behind" : ""
    ).fix("`\(lines.joined(separator: "; "))`")
  }
}
