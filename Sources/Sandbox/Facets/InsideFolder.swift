import Kernel
import Language

/// The working directory is looked up again behind the mounts: cloche's own is what lies beneath
/// them, and would lead past what they cover or make read-only. See path_resolution(7).
struct InsideFolder: Facet {
  var settings: [Setting] {
    [
      Setting(
        "folder", [], nil,
        meaning: "the working directory is looked up behind the mounts, else it is /")
    ]
  }

  var phases: [Phase] { [.rootSwitch, .folder, .workingDirectory] }

  /// A root of its own is where a program begins anyway. Who holds a box must not keep a folder that
  /// a later mount covers; who joins one comes from outside.
  static func isNeeded(in context: Context, for purpose: Purpose) -> Bool {
    guard context.has(.mnt), context[RootFileSystem.self] == nil else { return false }
    return !purpose.isSandbox || context[Mounts.self]?.entries.isEmpty == false
  }

  /// The absolute path of where a program begins that is told nothing else; nil where cloche's own
  /// folder is gone.
  static func path(for plan: PlanBuilder) -> Bytes? {
    plan.purpose.place?.folder ?? plan.host.folder()
  }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    if phase == .rootSwitch { return plan.call(.chdir, .text(Bytes("/".utf8))) }
    guard context[WorkingDirectory.self] == nil else { return }
    if phase == .folder {
      plan.folder = Self.path(for: plan).map { plan.openIfThere($0) }
    } else if let folder = plan.folder {
      plan.call(.fchdir, .cell(folder), tolerating: [.badFileDescriptor, .permissionDenied])
    }
  }
}

extension PlanBuilder {
  /// Opens a folder beneath the working directory, which is the top; the cell stays -1 where it is
  /// not there. No link is followed: the path has none, and one that a program has planted could lead
  /// to a descriptor of cloche's.
  fileprivate mutating func openIfThere(_ path: Bytes) -> Cell {
    let folder = cell("folder", value: -1)
    let relative = Bytes(path.drop { $0 == UInt8(ascii: "/") })
    let how = Operand.Structure(
      "open_how",
      [
        Operand.Member(
          "flags",
          .constant(OpenFlag.path | OpenFlag.directory | OpenFlag.closeOnExec, OpenFlag.names)),
        Operand.Member("mode", .mode(0)),
        Operand.Member(
          "resolve",
          .constant(ResolveFlag.noMagicLinks | ResolveFlag.noSymlinks, ResolveFlag.names)),
      ])
    var step = Step(
      .openat2,
      [
        .constant(Directory.current, Directory.names),
        .text(relative.isEmpty ? Bytes(".".utf8) : relative), .structure(how), .number(24),
      ])
    step.tolerated = [
      .noSuchFileOrDirectory, .notDirectory, .permissionDenied, .tooManySymbolicLinkLevels,
    ]
    step.result = folder
    add(step)
    return folder
  }
}
