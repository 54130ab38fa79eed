import Kernel
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

struct WorkingDirectory: Facet {
  let path: Bytes
  let origin: SourceSpan?

  var settings: [Setting] { [Setting("cd", [Bytes("cd".utf8), path], origin)] }

  private var causes: Causes {
    { refusal in
      switch refusal.errno {
      case .noSuchFileOrDirectory:
        Explanation(
          .rootRefused, why: "there is no \(path.displayed) inside",
          fix: "`cd /`, or make the folder")
      case .notDirectory:
        Explanation(.rootRefused, why: "\(path.displayed) is no folder inside")
      case .permissionDenied:
        Explanation(
          .rootRefused, why: "the user that the program runs as may not enter \(path.displayed)",
          fix: "`cd /`, or `as` somebody who may")
      default: nil
      }
    }
  }

  var phases: [Phase] { [.folder, .workingDirectory] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin, causes: causes) { plan in
      if phase == .folder {
        open(in: context, &plan)
      } else if let folder = plan.folder {
        plan.call(.fchdir, .cell(folder))
      }
    }
  }

  private func open(in context: Context, _ plan: inout PlanBuilder) {
    let flags = OpenFlag.path | OpenFlag.directory | OpenFlag.closeOnExec
    guard context[RootFileSystem.self] != nil else {
      plan.folder = plan.cell(
        "folder", .openat, .constant(Directory.current, Directory.names), .text(path),
        .constant(flags, OpenFlag.names), .number(0))
      return
    }
    // The root has been switched: the working directory is its top, and the bounds of the search.
    plan.folder = plan.open(
      "folder", in: .constant(Directory.current, Directory.names), path, flags: flags,
      resolve: ResolveFlag.inRoot | ResolveFlag.noMagicLinks)
  }
}
