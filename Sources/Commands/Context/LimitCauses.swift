import ControlGroups
import Kernel
import Language
import Sandbox

/// Why a control group could not be made or set.
struct LimitCauses: Sendable {
  let controllers: [String]

  var explain: Causes {
    { refusal in
      switch refusal.errno {
      case .permissionDenied, .notPermitted: notDelegated(refusal)
      case .readOnlyFileSystem:
        Explanation(
          .notDelegated, why: "the control groups are mounted read-only, as in a container",
          fix: "run cloche outside of the container")
      case .resourceBusy:
        Explanation(
          .notDelegated,
          why:
            "a v2 group with limits below it holds no processes, and cloche's own holds others too",
          fix: "systemd-run --user --scope -p Delegate=yes cloche",
          "as root, cloche makes its groups at the top")
      case .noSuchFileOrDirectory:
        Explanation(
          .controllerMissing,
          why: "the group that cloche is in has not been given the controller "
            + "\(controllers.joined(separator: ", ")) (checked: its cgroup.controllers)",
          fix: "systemd-run --user --scope -p Delegate=yes cloche")
      case .invalidArgument:
        Explanation(.controlGroupRefused, why: "the kernel does not take this value")
      default: Explanation(.controlGroupRefused)
      }
    }
  }

  private func notDelegated(_ refusal: Refusal) -> Explanation {
    let paths = controllers.map { GroupManager.ownPath(of: $0) }
    let unique = paths.indices.filter { paths.firstIndex(of: paths[$0]) == $0 }.map { paths[$0] }
    let uid = refusal.host.credentials.uid
    let isV2 = GroupManager.version(of: controllers[0]) == 2
    return Explanation(
      .notDelegated,
      why: [
        "you may not make groups in \(unique.joined(separator: ", ")) (checked: you are uid \(uid))"
      ],
      fix: isV2
        ? [
          "systemd-run --user --scope -p Delegate=yes cloche",
          "as root: chown \(uid) \(unique[0]) \(unique[0])/cgroup.procs "
            + "\(unique[0])/cgroup.subtree_control",
        ] : ["as root: chown \(uid) \(unique.joined(separator: " "))", "or run cloche as root"])
  }
}
