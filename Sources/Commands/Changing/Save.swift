import Kernel
import Language
import Sandbox
import Session

/// `save`: the context as a script.
enum SaveCommand: ActingCommand {
  static let name = "save"
  static let group = CommandGroup.changing
  static let summary = "write the shortest script that rebuilds the context"
  static let meaning = """
    One command for each setting, ready for `source` or `cloche FILE`. `--history` writes instead \
    what was typed in this session. A file that is there already is not overwritten unless `--force` \
    is given. FILE `-` is standard output.
    """
  static let syntax = Syntax(file, options: [savesHistory, overwrites])
  static let example = """
    ns uts user
    hostname mocker
    save -
    """

  private static let file = Parameter("FILE", .file)
  private static let savesHistory = Option("--history", "what was typed, instead of the context")
  private static let overwrites = Option("--force", "overwrite FILE")

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let file = arguments[file]
    let lines =
      arguments[savesHistory]
      ? session.history.entered.map { Bytes($0) }
      : session.context.facets.flatMap(\.commands).map { ScriptText.line($0) }
    if let word = session.context.settings.flatMap(\.words).first(where: {
      !ScriptText.canWrite($0)
    }) {
      throw Diagnostic(
        .unwritableFile, "the setting `\(word.displayed)` cannot be written into a script",
        at: arguments.span, label: "a carriage return is never part of a word")
    }
    let content = Bytes(lines.map { $0 + Bytes("\n".utf8) }.joined())
    if file.matches("-") {
      session.output.write(content)
      return 0
    }
    do throws(KernelError) {
      try NewFile.write(
        content, to: FilePath(bytes: file.bytes), overwriting: arguments[overwrites])
    } catch {
      let refusal = Diagnostic(
        .unwritableFile, "could not \(error.operation): \(error.errno.explained)", at: file.span)
      throw error.errno == .fileExists
        ? refusal.fix("`save --force \(file.displayed)` overwrites it") : refusal
    }
    return 0
  }
}
