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
    where cloche is.
    """
  static let manualPages = ["openat2(2)", "fchdir(2)"]
  static let syntax = Syntax(Syntax.Form(.value("DIR", folder)))
  static let example = """
    cd /tmp
    capture exec pwd
    assert $out is /tmp
    """

  private static let folder = ValueKind(.insideDirectories) { (word) throws(Diagnostic) in
    guard !word.bytes.isEmpty else {
      throw Diagnostic(.badValue, "an empty path", at: word.span, label: "expected a folder")
    }
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    guard let folder = arguments["DIR"] else { return }
    context[WorkingDirectory.self] = WorkingDirectory(path: folder.bytes, origin: arguments.span)
  }
}
