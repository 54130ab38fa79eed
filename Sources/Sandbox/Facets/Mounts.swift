import Kernel
import Language

/// The mounts of a context, in the order in which they were written.
public struct Mounts: Facet {
  public private(set) var entries: [any MountEntry] = []

  public init() {}

  public mutating func append(_ entry: any MountEntry) { entries.append(entry) }

  public var settings: [Setting] {
    entries.enumerated().map { index, entry in
      // Mounts stack: a later one on the same place replaces nothing.
      Setting("mount \(index)", entry.words, entry.origin)
    }
  }

  public func violations(in context: Context) -> [Diagnostic] {
    var violations = entries.flatMap { $0.violations(in: context) }
    if !context.has(.mnt) {
      violations += entries.map { entry in
        Diagnostic(
          .needsNamespace, "`\(entry.words[0].displayed)` without a mount namespace",
          at: entry.origin, label: "it would change the host's own tree"
        ).fix("`ns mnt`")
      }
    }
    return violations
  }

  /// There is a devpts at /dev/pts.
  var makesTerminals: Bool { entries.contains { $0.makesTerminals } }

  /// Every mount takes two descriptors, which execve closes; a crowd of them is closed at once, well
  /// before the usual limit of 1024.
  private static let fewEnoughToKeepOpen = 64

  public var phases: [Phase] { [.mounts] }

  public func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    defer {
      plan.origin = nil
      plan.causes = nil
    }
    if plan.root == nil {
      plan.root = plan.cell(
        "root", .openat, .constant(Directory.current, Directory.names), .text(Bytes("/".utf8)),
        .constant(
          OpenFlag.path | OpenFlag.directory | OpenFlag.closeOnExec, OpenFlag.names), .number(0))
    }
    plan.closesMounts = entries.count > Self.fewEnoughToKeepOpen
    for entry in entries {
      plan.origin = entry.origin
      plan.causes = entry.causes
      try entry.lower(in: context, into: &plan)
    }
  }
}

/// One mount: made by the command of its kind.
public protocol MountEntry: Sendable {
  /// The command that makes it.
  var words: [Bytes] { get }
  var origin: SourceSpan? { get }
  /// What may be behind a refusal.
  var causes: Causes? { get }
  func lower(in context: Context, into plan: inout PlanBuilder) throws(Diagnostic)
  func violations(in context: Context) -> [Diagnostic]
  /// It makes a devpts at /dev/pts.
  var makesTerminals: Bool { get }
}

extension MountEntry {
  public var makesTerminals: Bool { false }

  public func violations(in context: Context) -> [Diagnostic] { [] }
}
