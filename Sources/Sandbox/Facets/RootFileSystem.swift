import Kernel
import Language

/// The program's `/`.
package struct RootFileSystem: Facet {
  /// Where the tree comes from.
  package enum Kind: Sendable, Equatable {
    /// A folder of the host.
    case directory(Bytes)
    /// A private tree with the host's system folders.
    case host
  }

  package let kind: Kind
  package let isReadOnly: Bool
  /// chroot(2) was asked for where pivot_root(2) would be taken.
  package let usesChroot: Bool
  package let origin: SourceSpan?

  package init(_ kind: Kind, isReadOnly: Bool, usesChroot: Bool, origin: SourceSpan?) {
    self.kind = kind
    self.isReadOnly = isReadOnly
    self.usesChroot = usesChroot
    self.origin = origin
  }

  package var settings: [Setting] { [Setting("root", words, origin)] }

  private var words: [Bytes] {
    switch kind {
    case .host: [Bytes("root".utf8), Bytes("host".utf8)] + (isReadOnly ? [] : [Bytes("rw".utf8)])
    case .directory(let path):
      [Bytes("root".utf8), path] + (isReadOnly ? [Bytes("ro".utf8)] : [])
        + (usesChroot ? [Bytes("chroot".utf8)] : [])
    }
  }

  package var promptLabel: String? {
    switch kind {
    case .host: "root=host"
    case .directory(let path):
      "root=" + (MountLayout.lastName(path)?.displayed ?? "/")
    }
  }

  package func violations(in context: Context) -> [Diagnostic] {
    guard !context.has(.mnt) else { return [] }
    if kind == .host {
      return [needsMounts("`root host` without a mount namespace", "its folders are mounts")]
    }
    if isReadOnly {
      return [
        needsMounts(
          "a read-only root without a mount namespace", "read-only is a mount's attribute")
      ]
    }
    guard !usesChroot else { return [] }
    return [
      needsMounts(
        "a root without a mount namespace",
        "it would be entered by chroot(2), which a privileged program leaves again"
      ).fix("`\(ScriptText.line(words + [Bytes("chroot".utf8)]).displayed)` to see that")
    ]
  }

  private func needsMounts(_ message: String, _ label: String) -> Diagnostic {
    Diagnostic(.needsNamespace, message, at: origin, label: label).fix("`ns mnt`")
  }

  package func liveChange(from older: RootFileSystem?) -> LiveChange { liveRemoval }

  package var liveRemoval: LiveChange { .impossible("what runs in it has this root") }

  package var phases: [Phase] { [.rootTree, .rootSwitch] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin, causes: RootCauses.explain) { plan in
      switch (phase, kind) {
      case (.rootTree, .directory(let path)): lowerTree(path, pivots: pivots(in: context), &plan)
      case (.rootTree, .host): HostTree(isReadOnly: isReadOnly).lower(in: context, into: &plan)
      default: lowerSwitch(pivots: pivots(in: context), &plan)
      }
    }
  }

  /// Who joins a box is inside its mount namespace, and so beneath its root; a root by chroot(2)
  /// each program makes its own.
  package func belongs(to purpose: Purpose, in phase: Phase, of context: Context) -> Bool {
    if case .join = purpose { !pivots(in: context) } else { true }
  }

  /// The root is that of the mount namespace, and not by chroot(2) of one process.
  func pivots(in context: Context) -> Bool { context.has(.mnt) && !usesChroot }

  private func lowerTree(_ path: Bytes, pivots: Bool, _ plan: inout PlanBuilder) {
    guard pivots else {
      plan.root = plan.cell(
        "root", .openat, .constant(Directory.current, Directory.names), .text(path),
        .constant(
          OpenFlag.path | OpenFlag.directory | OpenFlag.closeOnExec, OpenFlag.names), .number(0))
      return
    }
    let tree = plan.cell(
      "root", .openTree, .constant(Directory.current, Directory.names), .text(path),
      .constant(
        OpenTreeFlag.clone | OpenTreeFlag.recursive | OpenTreeFlag.closeOnExec,
        OpenTreeFlag.names))
    if isReadOnly { plan.setAttributes(MountAttribute.readOnly, of: tree, recursive: true) }
    plan.mountOverRoot(tree)
  }

  private func lowerSwitch(pivots: Bool, _ plan: inout PlanBuilder) {
    plan.call(.fchdir, plan.rootCell)
    if pivots {
      // The old root goes on top of the new one and is taken off again, which needs no folder to
      // park it in. See pivot_root(2).
      plan.call(.pivotRoot, .text(Bytes(".".utf8)), .text(Bytes(".".utf8)))
      plan.call(
        .umount2, .text(Bytes(".".utf8)), .constant(UnmountFlag.detach, UnmountFlag.names))
    } else {
      plan.call(.chroot, .text(Bytes(".".utf8)))
    }
  }
}

extension PlanBuilder {
  /// A tree that becomes the root later is mounted on the present one: pivot_root(2) wants a mount,
  /// and absolute paths of the host still lead beneath it.
  mutating func mountOverRoot(_ tree: Cell) {
    attach(
      tree, on: Bytes("/".utf8), in: .constant(Directory.current, Directory.names),
      staysOpen: true)
    root = tree
  }
}
