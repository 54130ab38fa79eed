import Kernel
import Language

/// A minimal /dev: a fresh file system first, then the harmless devices of the host, a devpts of
/// its own, and the usual links.
package enum DeviceTree {
  static let devices = ["full", "null", "random", "tty", "urandom", "zero"]
  static let links: [(name: String, target: String)] = [
    ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
    ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx"),
  ]

  /// Copies the devices of the host. A user namespace may make no device nodes, so the host's are
  /// bound everywhere; they are taken before the new tree covers them.
  package static func lowerSource(into plan: inout PlanBuilder) -> [Cell] {
    devices.map { plan.cloneTree(Bytes("/dev/\($0)".utf8), recursive: false) }
  }

  /// Adds the steps. Nothing of what is already at `path` is touched.
  package static func lower(at path: Bytes, into plan: inout PlanBuilder) {
    let nodes = plan.taken.isEmpty ? lowerSource(into: &plan) : plan.taken
    let tree = plan.newFileSystem(
      "tmpfs", options: [("mode", Bytes("0755".utf8))],
      attributes: MountAttribute.noSetUserID | MountAttribute.noExecute)
    plan.attach(tree, on: plan.target(path, .ownDirectory), staysOpen: true)
    plan.noteMount(at: path, own: tree)
    plan.clearFileModeMask()
    for (device, node) in zip(devices, nodes) {
      let name = Bytes(device.utf8)
      plan.makeFile(.text(name), in: .cell(tree))
      plan.attach(node, on: name, in: .cell(tree))
    }
    for link in links {
      plan.call(
        .symlinkat, .text(Bytes(link.target.utf8)), .cell(tree), .text(Bytes(link.name.utf8)))
    }
    for (name, mode) in [("pts", 0o755), ("shm", 0o1777)] as [(String, UInt64)] {
      plan.call(.mkdirat, .cell(tree), .text(Bytes(name.utf8)), .mode(mode))
    }
    let terminals = plan.newFileSystem(
      "devpts", options: Self.terminalOptions,
      attributes: MountAttribute.noSetUserID | MountAttribute.noExecute)
    plan.attach(terminals, on: Bytes("pts".utf8), in: .cell(tree))
    plan.noteMount(at: path + Bytes("/pts".utf8), own: nil)
  }

  /// A devpts of its own whose multiplexer everybody may open. See devpts in the kernel's
  /// filesystems documentation.
  package static let terminalOptions: [(name: String, value: Bytes?)] = [
    ("ptmxmode", Bytes("0666".utf8)), ("mode", Bytes("0620".utf8)),
  ]
}
