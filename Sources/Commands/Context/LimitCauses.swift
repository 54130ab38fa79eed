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
          fix: "systemd-run --user --scope -p Delegate=yes cloche")
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
    let why =
      "you may not make groups in \(unique.joined(separator: ", ")) (checked: you are uid \(uid))"
    if GroupManager.version(of: controllers[0]) == 2 {
      return Explanation(
        .notDelegated, why: why, fix: "systemd-run --user --scope -p Delegate=yes cloche",
        "run cloche as root")
    }
    // Not the group itself, which holds others too: one below it.
    let own = unique.map { "\($0)/\(uid)" }.joined(separator: " ")
    let files = unique.map { "\($0)/\(uid) \($0)/\(uid)/cgroup.procs" }.joined(separator: " ")
    return Explanation(
      .notDelegated, why: why, fix: "run cloche as root",
      "or a group of your own, as root: mkdir \(own); chown \(uid) \(files)",
      "then: sh -c 'for g in \(own); do echo $$ > $g/cgroup.procs; done; exec cloche'")
  }
}
