import Kernel
import Language
import Sandbox

/// Why a mount was refused, found out on this host. See fsopen(2), mount(2) and
/// mount_namespaces(7), "Restrictions on mount namespaces".
struct MountCauses: Sendable {
  let kind: NewMount.Kind
  let destination: Bytes

  var explain: Causes {
    { refusal in
      switch (refusal.call, refusal.errno) {
      case (.openat2, _), (_, .readOnlyFileSystem):
        MountPointCauses.explain(destination, refusal)
      case (_, .notPermitted): notPermitted(refusal)
      case (.fsopen, .operationNotSupportedByDevice):
        Explanation(
          .mountRefused,
          why: "this kernel has no file system `\(kind.rawValue)` (see /proc/filesystems)")
      case (.fsconfig, .invalidArgument):
        Explanation(
          .mountRefused, why: "the file system does not take one of the options")
      default: nil
      }
    }
  }

  private func notPermitted(_ refusal: Refusal) -> Explanation {
    if let explanation = MountPointCauses.noPrivilege(refusal) { return explanation }
    let folder = kind == .sysfs ? "/sys" : "/proc"
    guard kind == .proc || kind == .sysfs else { return Explanation(.mountRefused) }
    let covered = HostProbe.mounts(beneath: folder)
    guard !covered.isEmpty else {
      // The kernel's word for it is "too revealing".
      guard refusal.call == .fsmount, refusal.context.has(.user) else {
        return Explanation(.mountRefused)
      }
      return Explanation(
        .mountRefused,
        why: "a user namespace mounts a \(kind.rawValue) only where one is to be seen already, and "
          + "there is none in the box that is up",
        fix: "`down`, then the `mount`, then `up`")
    }
    return Explanation(
      .mountRefused,
      why:
        "parts of this host's \(folder) are covered, and a user namespace may not uncover them by "
        + "mounting it anew (checked: \(covered.prefix(3).joined(separator: ", ")) "
        + "\(covered.count == 1 ? "is" : "are") mounted over)",
      fix: "`bind \(folder) \(destination.displayed)`, or run cloche outside of the container")
  }
}

/// Why a place could not be mounted on.
enum MountPointCauses {
  static func explain(_ destination: Bytes, _ refusal: Refusal) -> Explanation {
    let place = destination.displayed
    switch refusal.errno {
    case .noSuchFileOrDirectory:
      return Explanation(
        .mountRefused,
        why:
          "there is no \(place) inside; cloche makes nothing in a root file system, it would stay",
        fix: "make the folder in the root, or `mount tmpfs` on one above it first")
    case .notDirectory:
      return Explanation(.mountRefused, why: "\(place) is not a folder inside")
    case .tooManySymbolicLinkLevels:
      return Explanation(
        .mountRefused,
        why: "\(place) is a symbolic link inside: what it leads to would be mounted on instead",
        fix: "make it a folder in the root")
    case .readOnlyFileSystem:
      return Explanation(
        .mountRefused,
        why:
          "what is mounted above \(place) is read-only, so that no mount point can be made in it",
        fix: "leave `ro` out there")
    case .permissionDenied:
      return Explanation(
        .mountRefused, why: "a folder on the way to \(place) may not be entered inside")
    default: return Explanation(.mountRefused)
    }
  }

  /// Mounting takes CAP_SYS_ADMIN over the mount namespace.
  static func noPrivilege(_ refusal: Refusal) -> Explanation? {
    guard !refusal.context.has(.user), !refusal.host.can(.systemAdmin) else { return nil }
    return Explanation(
      .mountRefused,
      why: "only CAP_SYS_ADMIN mounts (checked: you are uid "
        + "\(refusal.host.credentials.uid), without it)", fix: "`ns user`")
  }
}
