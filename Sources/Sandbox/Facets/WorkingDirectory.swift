import Kernel
import Language

/// `cd`: the working directory of the program.
package struct WorkingDirectory: Facet {
  /// Of the inside.
  package let path: Bytes
  private let origin: SourceSpan?

  package init(path: Bytes, origin: SourceSpan?) {
    self.path = path
    self.origin = origin
  }

  package var settings: [Setting] { [Setting("cd", [Bytes("cd".utf8), path], origin)] }

  private var causes: Causes {
    { refusal in
      switch refusal.errno {
      case .noSuchFileOrDirectory:
        Explanation(
          .rootRefused, why: "there is no \(path.displayed) inside",
          fix: "`cd /`, or make the folder")
      case .tooManySymbolicLinkLevels:
        Explanation(
          .rootRefused,
          why:
            "\(path.displayed) leads through a link of /proc, which is not followed since it may "
            + "lead out, or through links without an end",
          fix: "`cd /`, or a path without such a link")
      case .notDirectory:
        Explanation(.rootRefused, why: "\(path.displayed) is not a folder inside")
      case .permissionDenied:
        Explanation(
          .rootRefused, why: "the user that the program runs as may not enter \(path.displayed)",
          fix: "`cd /`, or `as` somebody who may")
      default: nil
      }
    }
  }

  package var phases: [Phase] { [.folder, .workingDirectory] }

  package func lower(
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
    let isBehindMounts = InsideFolder.isNeeded(in: context, for: plan.purpose)
    guard isBehindMounts || context[RootFileSystem.self] != nil else {
      plan.folder = plan.cell(
        "folder", .openat, .constant(Directory.current, Directory.names), .text(path),
        .constant(flags, OpenFlag.names), .number(0))
      return
    }
    // A relative path begins where the program would without it.
    let slash = UInt8(ascii: "/")
    let base =
      isBehindMounts && path.first != slash
      ? (InsideFolder.path(for: plan) ?? []) + [slash] : []
    // The working directory is the top by now, and the bounds of the search.
    plan.folder = plan.open(
      "folder", in: .constant(Directory.current, Directory.names), base + path, flags: flags,
      resolve: ResolveFlag.inRoot | ResolveFlag.noMagicLinks)
  }
}
