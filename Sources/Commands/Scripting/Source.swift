import Language
import Sandbox
import Session

/// `source`: runs a file's commands here.
enum SourceCommand: ActingCommand {
  static let name = "source"
  static let group = CommandGroup.scripting
  static let summary = "run the commands of a file in this session"
  static let meaning = """
    The file is parsed and checked whole before any of it runs. A relative path starts from the file \
    that has the command. Its settings, variables and definitions stay. ARG... are its $1, $2, ...
    """
  static let effect = CommandEffect.sources
  static let syntax = Syntax(file, parameters)
  static let example = """
    # source common.cloche
    exec true
    """

  private static let file = Parameter("FILE", .file)
  private static let parameters = Parameter.many("ARG", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    try session.interpreter.source(
      arguments[file], arguments: arguments[parameters].map(\.bytes), from: arguments.span,
      in: session)
    return 0
  }
}
