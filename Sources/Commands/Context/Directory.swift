import Language
import Sandbox

/// `cd`: the working directory of the program.
enum DirectoryCommand: BuildingCommand {
  static let name = "cd"
  static let group = CommandGroup.context
  static let summary = "the program's working directory, inside"
  static let meaning = """
    The child opens the folder inside its root, no link or ".." leading out, and makes it the \
    working directory, as the user that the program will be. Without it: `/` of a new root, else \
    where cloche is. That is looked up again behind the mounts of the context, and is `/` where it is \
    not there.
    """
  static let manualPages = ["openat2(2)", "fchdir(2)"]
  static let syntax = Syntax(folder)
  static let example = """
    cd /tmp
    capture exec pwd
    assert $out is /tmp
    """

  private static let folder = Parameter<Bytes>("DIR", .insideDirectories) {
    (word) throws(Diagnostic) in
    guard !word.bytes.isEmpty else {
      throw Diagnostic(.badValue, "an empty path", at: word.span, label: "expected a folder")
    }
    return word.bytes
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[WorkingDirectory.self] = WorkingDirectory(
      path: arguments[folder], origin: arguments.span)
  }
}
