import Kernel
import Language
import Sandbox

/// Why a mount was refused, found out on this host. See fsopen(2), mount(2) and
/// mount_namespaces(7), "Restrictions on mount namespaces".
struct MountCauses: Sendable {
  let kind: NewMount.Kind
  let destination: Bytes
  let options: [Bytes]

  var explain: Causes {
    { refusal in
      switch (refusal.call, refusal.errno) {
      case (.openat2, _), (_, .readOnlyFileSystem):
        MountPointCauses(place: destination, refusal: refusal, source: nil) { place in
          (["mount", kind.rawValue, place.displayed] + options.map(\.displayed))
            .joined(separator: " ")
        }.explanation
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
    if let covered = CoveredTree.explanation(.mountRefused, of: folder, on: destination) {
      return covered
    }
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
}
