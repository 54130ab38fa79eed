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
    /// A command that followed directly: `cloche doctor`.
    case command(Bytes)
  }

  let mode: Mode
  /// Of the script: $1, $2, ...
  let arguments: [Bytes]
  let checksOnly: Bool
  let echoes: Bool
  let traces: Bool
  let staysInteractive: Bool
  let asksBeforeEach: Bool
  /// Nanoseconds for the whole run.
  let timeout: Int?
  let statusFile: Bytes?
  /// Where a recording is to be made, and the command line without that.
  let recording: (path: Bytes, arguments: [Bytes])?
  let color: ColorSetting
  let readsRC: Bool
  let keepsHistory: Bool

  static let syntax = Syntax(
    words,
    options: [
      commands, check, echo, trace, interactive, step, timeLimit, statusPath, record, colors, noRC,
      noHistory, version, help,
    ])

  private static let words = Parameter.words("FILE", .files, then: "ARG", .none)
  private static let commands = Option("-c", "COMMANDS", .any, "run these commands")
  private static let check = Option(
    "--check", short: "-n", "report what is wrong with a script; run nothing")
  private static let echo = Option(
    "--echo", short: "-v", "show each command as at the prompt, before it runs")
  private static let trace = Option(
    "--trace", short: "-x", "show each command and each kernel step with its time")
  private static let interactive = Option(
    "--interactive", short: "-i", "stay at the prompt after FILE or -c")
  private static let step = Option("--step", "ask before each command")
  private static let timeLimit = Option(
    "--timeout", "DURATION", .duration, "end the run after 5s, 2m ...")
  private static let statusPath = Option(
    "--status-file", "PATH", .file, "write how the last job ended, as JSON")
  private static let record = Option(
    "--record", "PATH", .file, "record the session, as an asciinema cast")
  private static let colors = Option(
    "--color", "auto|always|never", ColorSetting.value, "when to use colours")
  private static let noRC = Option("--norc", "do not read the rc file")
  private static let noHistory = Option("--no-history", "keep no history")
  private static let version = Option("--version", "the version")
  private static let help = Option("--help", "this")

  /// From the words of the command line, each with its place in a text made of them.
  init(_ given: Invocation) throws(Diagnostic) {
    let matched = try Self.syntax.match(given)
    var positional = matched[Self.words].map(\.bytes)
    if matched[Self.help] {
      mode = .help
    } else if matched[Self.version] {
      mode = .version
    } else if let commands = matched[Self.commands] {
      mode = .commands(commands.bytes)
    } else if let name = positional.first, Self.isDirect(name) {
      mode = .command(ScriptText.line(positional))
      positional = []
    } else if let file = positional.first {
      mode = file == Bytes("-".utf8) ? .standardInput : .file(file)
      positional.removeFirst()
    } else {
      mode = .standardInput
    }
    arguments = positional
    checksOnly = matched[Self.check]
    echoes = matched[Self.echo]
    traces = matched[Self.trace]
    staysInteractive = matched[Self.interactive]
    asksBeforeEach = matched[Self.step]
    timeout = matched[Self.timeLimit]
    statusFile = matched[Self.statusPath]?.bytes
    recording = matched[Self.record].map { path in
      (path.bytes, Self.words(of: given, without: path))
    }
    color = matched[Self.colors] ?? .auto
    readsRC = !matched[Self.noRC]
    keepsHistory = !matched[Self.noHistory]
  }

  /// Commands that are asked for outside of any script, without `-c`.
  private static let directCommands = ["doctor", "help", "apropos"]

  /// Whether a word is such a command, and no script: a file of the name goes first.
  private static func isDirect(_ name: Bytes) -> Bool {
    guard directCommands.contains(where: { name == Bytes($0.utf8) }) else { return false }
    if case .other = HostFiles.kind(of: name) { return false }
    return true
  }

  /// The command line without an option, `--name VALUE` or `--name=VALUE`.
  private static func words(of given: Invocation, without value: Argument) -> [Bytes] {
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
      cloche help             the commands
      cloche doctor           what this host can and cannot do

      """
  }
}
