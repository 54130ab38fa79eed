import Kernel
import Language

/// What a fresh proc or sysfs shows of the whole machine. Its files ask who the caller is outside, and
/// not for capabilities: the host's root could change the host from any sandbox. See proc_sys(5).
package enum KernelTrees {
  /// Settings and switches of the machine, which are to be read only.
  fileprivate static let readOnly = ["sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi"]
  /// The machine's memory and keys, and files that tell where to attack it.
  fileprivate static let hidden = ["kcore", "keys", "latency_stats", "sched_debug", "timer_list"]

  /// Whether somebody inside is the host's root, whom the kernel lets write there. Of an ordinary
  /// user nobody is, and nothing has to be done.
  package static func needProtection(in context: Context, on host: Host) -> Bool {
    guard context.has(.user) else {
      return host.credentials.uid == 0 || context[Identity.self]?.uid == 0
    }
    return (context[IDMapping.self] ?? IDMapping()).ranges(.uid, for: host.credentials)
      .contains { $0.containsOutside(0) }
  }

  /// Makes a proc and mounts it inside.
  ///
  /// - Parameters:
  ///   - covers: what hides its files, from `lowerCovers`; empty where it needs no protection.
  package static func mountProc(
    at path: Bytes, options: [(name: String, value: Bytes?)], attributes: UInt64, covers: [Cell],
    into plan: inout PlanBuilder
  ) {
    let mount = plan.newFileSystem("proc", options: options, attributes: attributes)
    plan.attach(
      mount, on: plan.target(path, .ownDirectory), staysOpen: !covers.isEmpty)
    plan.noteMount(at: path, own: nil)
    if !covers.isEmpty { plan.protectProc(mount, with: covers) }
  }

  /// Copies /dev/null of the host once for each file that is to be hidden.
  package static func lowerCovers(into plan: inout PlanBuilder) -> [Cell] {
    hidden.map { _ in plan.cloneTree(Bytes("/dev/null".utf8), recursive: false) }
  }

  /// What `show` says of it.
  static func settings(in context: Context, on host: Host) -> [Setting] {
    let mounts = context[Mounts.self]?.entries ?? []
    guard HostTree.makesProc(in: context) || mounts.contains(where: \.showsTheMachine),
      needProtection(in: context, on: host)
    else { return [] }
    return [
      Setting(
        "kernel trees", [], nil,
        meaning: "/proc/sys and the like cannot be written, since you are root")
    ]
  }
}

extension PlanBuilder {
  /// Takes from a proc that is in its place what belongs to the whole machine.
  fileprivate mutating func protectProc(_ mount: Cell, with covers: [Cell]) {
    for name in KernelTrees.readOnly { makeReadOnly(Bytes(name.utf8), in: mount) }
    // Not every kernel has every one of them.
    for (name, cover) in zip(KernelTrees.hidden, covers) {
      attach(
        cover, on: Bytes(name.utf8), in: .cell(mount), tolerating: [.noSuchFileOrDirectory])
    }
    if closesMounts { call(.close, .cell(mount)) }
  }

  private mutating func makeReadOnly(_ name: Bytes, in mount: Cell) {
    let tree = cell("tree", value: -1)
    var copy = Step(
      .openTree,
      [
        .cell(mount), .text(name),
        .constant(OpenTreeFlag.clone | OpenTreeFlag.closeOnExec, OpenTreeFlag.names),
      ])
    copy.result = tree
    copy.tolerated = [.noSuchFileOrDirectory]
    add(copy)
    // What is not there has no descriptor.
    setAttributes(
      MountAttribute.readOnly, of: tree, recursive: false, tolerating: [.badFileDescriptor])
    attach(
      tree, on: name, in: .cell(mount), tolerating: [.badFileDescriptor, .noSuchFileOrDirectory])
  }
}
