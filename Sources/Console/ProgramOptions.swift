import Commands
import Kernel
import Language
import Presentation
import Sandbox
import Session

/// The command line, by the same syntax as the commands.
struct ProgramOptions {
  enum Mode {
    case help
    case version
    /// A prompt, or a script from standard input.
    case standardInput
    case file(Bytes)
    case commands(Bytes)
  }

  let mode: Mode
  /// Of the script: $1, $2, ...
  let arguments: [Bytes]
  let checksOnly: Bool
  let traces: Bool
  let staysInteractive: Bool
  let asksBeforeEach: Bool
  /// Nanoseconds for the whole run.
  let timeout: Int?
  let statusFile: Bytes?
  /// Where a recording is to be made, and the command line without that.
  let recording: (path: Bytes, arguments: [Bytes])?
  let color: String
  let readsRC: Bool
  let keepsHistory: Bool

  static let syntax = Syntax(
    Syntax.Form(.optional([.value("FILE", .file), .many("ARG", .any)])),
    options: [
      Syntax.Option("-c", ("COMMANDS", .any), "run these commands"),
      Syntax.Option("--check", short: "-n", nil, "report what is wrong with a script; run nothing"),
      Syntax.Option(
        "--trace", short: "-x", nil, "show each command and each kernel step with its time"),
      Syntax.Option("--interactive", short: "-i", nil, "stay at the prompt after FILE or -c"),
      Syntax.Option("--step", nil, "ask before each command"),
      Syntax.Option("--timeout", ("DURATION", .duration), "end the run after 5s, 2m ..."),
      Syntax.Option("--status-file", ("PATH", .file), "write how the last job ended, as JSON"),
      Syntax.Option("--record", ("PATH", .file), "record the session, as an asciinema cast"),
      Syntax.Option("--color", ("auto|always|never", colorWhen), "when to use colours"),
      Syntax.Option("--norc", nil, "do not read the rc file"),
      Syntax.Option("--no-history", nil, "keep no history"),
      Syntax.Option("--version", nil, "the version"),
      Syntax.Option("--help", nil, "this"),
    ])

  private static let colorWhen = ValueKind(.words(["auto", "always", "never"])) {
    (word) throws(Diagnostic) in
    guard ["auto", "always", "never"].contains(where: { word.matches($0) }) else {
      throw Diagnostic(
        .unknownWord, "unknown colour setting `\(word.displayed)`", at: word.span,
        label: Suggestion.label(for: word.text, among: ["auto", "always", "never"])
      ).note("there are auto always never")
    }
  }

  /// From the words of the command line, each with its place in a text made of them.
  init(_ given: Arguments) throws(Diagnostic) {
    let matched = try Self.syntax.match(given)
    var positional = (matched.all("FILE") + matched.all("ARG")).map { $0.bytes }
    if matched.hasOption("--help") {
      mode = .help
    } else if matched.hasOption("--version") {
      mode = .version
    } else if let commands = matched.option("-c") {
      mode = .commands(commands.bytes)
    } else if let file = positional.first {
      mode = file == Bytes("-".utf8) ? .standardInput : .file(file)
      positional.removeFirst()
    } else {
      mode = .standardInput
    }
    arguments = positional
    checksOnly = matched.hasOption("--check")
    traces = matched.hasOption("--trace")
    staysInteractive = matched.hasOption("--interactive")
    asksBeforeEach = matched.hasOption("--step")
    timeout = try matched.option("--timeout").map { (word) throws(Diagnostic) in
      try Quantity.duration(word, "a duration")
    }
    statusFile = matched.option("--status-file")?.bytes
    recording = matched.option("--record").map { path in
      (path.bytes, Self.words(of: given, without: path))
    }
    color = matched.option("--color")?.text ?? "auto"
    readsRC = !matched.hasOption("--norc")
    keepsHistory = !matched.hasOption("--no-history")
  }

  /// The command line without an option, `--name VALUE` or `--name=VALUE`.
  private static func words(of given: Arguments, without value: Argument) -> [Bytes] {
    var words = [given.command] + given.words
    if let index = words.firstIndex(where: { $0.span.range.contains(Int(value.span.start)) }) {
      let isJoined = words[index].span != value.span
      words.removeSubrange((isJoined ? index : index - 1)...index)
    }
    return words.map(\.bytes)
  }

  /// `--help`.
  static var helpText: String {
    let table = Table(.left(25, breaks: true), indent: 2)
    let options = syntax.options.map { option in
      let name = option.short.map { "\($0), \(option.usage)" } ?? option.usage
      return table.row(name, text: option.meaning)
    }
    return """
      usage: cloche [OPTION...]                       a prompt, or a script from stdin
             cloche [OPTION...] FILE [ARG...]         a script
             cloche [OPTION...] -c COMMANDS [ARG...]  commands from the command line

      Builds an isolation step by step, and runs programs in it.

      \(options.joined(separator: "\n"))

      cloche -c 'ns uts pid mnt user; root host; mount proc /proc; exec sh'
      cloche -c help          the commands

      """
  }
}
