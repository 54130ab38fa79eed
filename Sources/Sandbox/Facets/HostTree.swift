import Kernel
import Language

/// `root host`: a fresh file system with the host's system folders in it, a minimal /dev, and room
/// for files that vanish with the sandbox.
struct HostTree {
  let isReadOnly: Bool

  /// Writable places that programs expect, with their modes; the home is made as well.
  private static let folders: [(path: String, mode: UInt64)] = [
    ("home", 0o755), ("mnt", 0o755), ("proc", 0o555), ("root", 0o700), ("run", 0o755),
    ("sys", 0o555), ("tmp", 0o1777), ("var", 0o755), ("var/tmp", 0o1777),
  ]

  /// With a pid namespace there is a proc that shows it, unless a mount of the context is there.
  static func makesProc(in context: Context) -> Bool {
    guard case .host? = context[RootFileSystem.self]?.kind, context.has(.pid) else { return false }
    return context[Mounts.self]?.entries.contains {
      MountLayout.normalized($0.destination) == Bytes("/proc".utf8)
    } != true
  }

  func lower(in context: Context, into plan: inout PlanBuilder) {
    let tree = plan.newFileSystem(
      "tmpfs", options: [("mode", Bytes("0755".utf8))],
      attributes: MountAttribute.noSetUserID | MountAttribute.noDevices)
    plan.mountOverRoot(tree)
    plan.noteMount(at: Bytes("/".utf8), own: tree)
    plan.clearFileModeMask()
    for folder in plan.host.systemFolders() { lower(folder, tree, &plan) }
    for folder in Self.folders {
      plan.makeFolder(Bytes(folder.path.utf8), mode: folder.mode)
    }
    if let home = plan.host.variable("HOME") { plan.makeFolder(home) }
    if let file = plan.host.resolverFile() { Self.lowerResolver(file, into: &plan) }
    DeviceTree.lower(at: Bytes("/dev".utf8), into: &plan)
    guard Self.makesProc(in: context) else { return }
    let isProtected = KernelTrees.needProtection(in: context, on: plan.host)
    KernelTrees.mountProc(
      at: Bytes("/proc".utf8), options: [],
      attributes: MountAttribute.noSetUserID | MountAttribute.noDevices | MountAttribute.noExecute,
      covers: isProtected ? KernelTrees.lowerCovers(into: &plan) : [], into: &plan)
  }

  /// /etc/resolv.conf is often a link to a file that a service writes: names resolve when that is
  /// there as well.
  private static func lowerResolver(_ file: Bytes, into plan: inout PlanBuilder) {
    let copy = plan.cloneTree(
      file, recursive: false,
      attributes: MountAttribute.readOnly | MountAttribute.noSetUserID | MountAttribute.noDevices
        | MountAttribute.noExecute)
    plan.attach(copy, on: plan.target(file, .file))
  }

  /// For a tree that is there already: where it is cloche's own.
  static func noteMounts(on tree: Cell, in plan: inout PlanBuilder) {
    plan.noteMount(at: Bytes("/".utf8), own: tree)
    for folder in plan.host.systemFolders() {
      plan.noteMount(at: Bytes(("/" + folder.name).utf8), own: nil)
    }
    plan.noteMount(at: Bytes("/dev".utf8), own: nil)
  }

  private func lower(_ folder: Host.SystemFolder, _ tree: Cell, _ plan: inout PlanBuilder) {
    let name = Bytes(folder.name.utf8)
    plan.noteMount(at: name, own: nil)
    if let target = folder.target {
      plan.call(.symlinkat, .text(target), .cell(tree), .text(name))
      return
    }
    let attributes =
      MountAttribute.noSetUserID | MountAttribute.noDevices
      | (isReadOnly ? MountAttribute.readOnly : 0)
    let copy = plan.cloneTree(
      Bytes("/".utf8) + name, recursive: true, attributes: attributes)
    plan.call(.mkdirat, .cell(tree), .text(name), .mode(0o755))
    plan.attach(copy, on: name, in: .cell(tree))
  }
}
