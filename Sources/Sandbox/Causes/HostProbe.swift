import Kernel
import Language

/// Questions to this host whose answers explain a refusal. Each reads what the kernel says.
package enum HostProbe {
  /// Sysctls with which distributions keep users from making user namespaces, where set so.
  static func userNamespaceSwitch() -> (path: String, value: Int, wanted: Int)? {
    let switches = [
      ("/proc/sys/kernel/unprivileged_userns_clone", 0, 1),
      ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1, 0),
      ("/proc/sys/user/max_user_namespaces", 0, 15000),
    ]
    for (path, refusing, wanted) in switches
    where SmallFile.number(FilePath(path)) == refusing {
      return (path, refusing, wanted)
    }
    return nil
  }

  /// The first kind whose limit under /proc/sys/user is zero.
  static func exhausted(_ kinds: [NamespaceKind]) -> (kind: NamespaceKind, limit: Int)? {
    for kind in kinds {
      if let limit = SmallFile.number(FilePath(kind.limitFile)), limit == 0 { return (kind, 0) }
    }
    return nil
  }

  /// The kinds that this kernel does not have.
  static func missing(_ kinds: [NamespaceKind]) -> [NamespaceKind] {
    kinds.filter { SmallFile.isMissing(FilePath("/proc/self/ns/\($0.rawValue)")) }
  }

  /// Whether a seccomp(2) filter watches this process: container runtimes install one.
  static var isFiltered: Bool { statusField("Seccomp") == "2" }

  /// Whether this process's root is not a mount's root, as after chroot(2).
  static var isChrooted: Bool {
    guard let table = MountTable.current else { return false }
    return !table.mounts.contains { $0.point == "/" }
  }

  /// What is mounted beneath a folder of the host.
  package static func mounts(beneath folder: String) -> [String] {
    (MountTable.current?.mounts ?? []).map(\.point).filter { $0.hasPrefix(folder + "/") }
  }

  private static func statusField(_ name: String) -> Substring? {
    SmallFile.line("/proc/self/status")?.split(separator: "\n")
      .first { $0.hasPrefix(name + ":") }?
      .split(whereSeparator: { $0 == "\t" || $0 == " " }).last
  }
}
