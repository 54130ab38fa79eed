import Kernel
import Language

/// The mounts of a context, in the order in which they were written.
package struct Mounts: Facet {
  package private(set) var entries: [any MountEntry] = []

  package init() {}

  /// Adds a mount behind those that are there.
  package mutating func append(_ entry: any MountEntry) { entries.append(entry) }

  package var settings: [Setting] {
    entries.enumerated().map { index, entry in
      // Mounts stack: a later one on the same place replaces nothing.
      Setting("mount \(index)", entry.words, entry.origin)
    }
  }

  package func violations(in context: Context) -> [Diagnostic] {
    var violations = entries.flatMap { $0.violations(in: context) }
    violations += entries.filter(\.coversTheRoot).map { entry in
      let diagnostic = Diagnostic(
        .contradiction, "`\(entry.words[0].displayed)` on the root `/`", at: entry.origin,
        label: "it would have no effect"
      ).why("a program keeps the root that it has when something is mounted over it")
      return entry.fixesOnTheRoot.reduce(diagnostic) { $0.fix($1) }
    }
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

  package var phases: [Phase] { [.mounts] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    try lower(entries[...], of: context, into: &plan)
  }

  /// Mounts can be added, on top of what is there.
  package func liveChange(from older: Mounts?) -> LiveChange {
    let before = older?.entries ?? []
    guard before.map(\.words) == entries.prefix(before.count).map(\.words) else {
      return liveRemoval
    }
    // What is copied from the host is copied before the namespaces are joined.
    return .atOnce([.streams, .mounts])
  }

  package var liveRemoval: LiveChange { .impossible("what runs in it may be using the mount") }

  package func lowerChange(
    _ phase: Phase, from older: Mounts?, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    let before = older?.entries.count ?? 0
    guard phase == .mounts else {
      for entry in entries[before...] {
        plan.takenTrees.append(entry.isOfHostOnly ? take(entry, of: context, &plan) : [])
      }
      return
    }
    openRoot(&plan)
    // What is missing can be made in cloche's own file systems only, as when the box was made.
    if case .host? = context[RootFileSystem.self]?.kind, let root = plan.root {
      HostTree.noteMounts(on: root, in: &plan)
    }
    for entry in entries[..<before] { plan.noteMount(at: entry.destination, own: nil) }
    try lower(entries[before...], of: context, into: &plan)
  }

  private func openRoot(_ plan: inout PlanBuilder) {
    guard plan.root == nil else { return }
    plan.root = plan.cell(
      "root", .openat, .constant(Directory.current, Directory.names), .text(Bytes("/".utf8)),
      .constant(
        OpenFlag.path | OpenFlag.directory | OpenFlag.closeOnExec, OpenFlag.names), .number(0))
  }

  private func lower(
    _ entries: ArraySlice<any MountEntry>, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    openRoot(&plan)
    plan.closesMounts = entries.count > Self.fewEnoughToKeepOpen
    if plan.takenTrees.isEmpty { takeCovered(entries, of: context, &plan) }
    for entry in entries {
      plan.taken = plan.takenTrees.popFirst() ?? []
      try plan.asked(by: entry.origin, causes: entry.causes) { plan throws(Diagnostic) in
        try entry.lower(in: context, into: &plan)
      }
    }
  }

  /// What is bound is the host's, whatever an earlier mount has put over it: it is copied before the
  /// first of them. Beneath a root of its own nothing of the host is covered.
  private func takeCovered(
    _ entries: ArraySlice<any MountEntry>, of context: Context, _ plan: inout PlanBuilder
  ) {
    if context[RootFileSystem.self]?.pivots(in: context) == true || entries.count < 2 { return }
    var covering: [Bytes] = []
    for entry in entries {
      // Each copy holds a descriptor: of a crowd, only those are taken that are seen to be covered.
      let source = entry.hostSource(in: context, on: plan.host).map(MountLayout.normalized)
      let isCovered =
        plan.closesMounts
        ? source.map { source in covering.contains { MountLayout.covers($0, source) } } ?? false
        : !covering.isEmpty
      plan.takenTrees.append(isCovered ? take(entry, of: context, &plan) : [])
      covering.append(MountLayout.normalized(entry.destination))
    }
  }

  private func take(
    _ entry: any MountEntry, of context: Context, _ plan: inout PlanBuilder
  ) -> [Cell] {
    plan.asked(by: entry.origin, causes: entry.causes) { entry.lowerSource(in: context, into: &$0) }
  }
}

/// One mount: made by the command of its kind.
package protocol MountEntry: Sendable {
  /// The command that makes it.
  var words: [Bytes] { get }
  /// Where it is mounted, inside.
  var destination: Bytes { get }
  var origin: SourceSpan? { get }
  /// What may be behind a refusal.
  var causes: Causes? { get }
  func lower(in context: Context, into plan: inout PlanBuilder) throws(Diagnostic)
  /// Adds the steps that take something from the host while it is in sight: before something else
  /// covers it, or before a box that is up is joined. Empty for what takes nothing.
  func lowerSource(in context: Context, into plan: inout PlanBuilder) -> [Cell]
  /// The absolute path of what it takes from the host; nil where that is nothing.
  func hostSource(in context: Context, on host: Host) -> Bytes?
  /// What it takes is not to be seen from within a box that is up.
  var isOfHostOnly: Bool { get }
  func violations(in context: Context) -> [Diagnostic]
  /// It makes a devpts at /dev/pts.
  var makesTerminals: Bool { get }
  /// It shows something of the whole machine, which has to be protected from the host's root.
  var showsTheMachine: Bool { get }
  /// What to write instead where the destination is `/`.
  var fixesOnTheRoot: [String] { get }
}

extension MountEntry {
  package var makesTerminals: Bool { false }

  var coversTheRoot: Bool { MountLayout.normalized(destination).isEmpty }

  package func lowerSource(in context: Context, into plan: inout PlanBuilder) -> [Cell] { [] }

  package func hostSource(in context: Context, on host: Host) -> Bytes? { nil }

  package var isOfHostOnly: Bool { true }

  package var showsTheMachine: Bool { false }

  package func violations(in context: Context) -> [Diagnostic] { [] }
}
