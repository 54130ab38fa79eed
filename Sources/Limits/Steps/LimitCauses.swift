import ControlGroups
import Kernel
import Language
import Sandbox

/// Why a control group could not be made, joined or set.
package struct LimitCauses: Sendable {
  private let controllers: [String]
  /// What was refused; nil for the making and joining of a group.
  private let write: GroupWrite?

  /// For the making and joining of a group that has these controllers.
  package init(controllers: [String]) {
    self.init(controllers: controllers, write: nil)
  }

  init(controllers: [String], write: GroupWrite?) {
    self.controllers = controllers
    self.write = write
  }

  private static let delegate = "systemd-run --user --scope -p Delegate=yes cloche"

  /// Finds out what is behind a refusal.
  package var explain: Causes {
    { refusal in write.flatMap { explain($0, refusal) } ?? explainGroup(refusal) }
  }

  private func explainGroup(_ refusal: Refusal) -> Explanation {
    switch refusal.errno {
    case .permissionDenied, .notPermitted: notDelegated(refusal)
    case .readOnlyFileSystem: readOnly(refusal)
    case .resourceBusy: busy(refusal)
    case .noSuchFileOrDirectory where write == nil: notGiven
    case .noSuchFileOrDirectory, .operationNotSupportedByDevice:
      Explanation(
        .controlGroupRefused, why: "the group was removed from outside, or has no such file")
    case .invalidArgument:
      Explanation(.controlGroupRefused, why: "the kernel does not take this value")
    default: Explanation(.controlGroupRefused)
    }
  }

  /// The mounts of the controllers that are read-only, and what makes them writable for who may.
  private func readOnly(_ refusal: Refusal) -> Explanation {
    let mounts = OwnGroups.current.readOnlyMounts(of: controllers)
    let named = mounts.isEmpty ? "the control groups are" : "\(mounts.joined(separator: " ")) is"
    let why = "\(named) mounted read-only, as in a container"
    guard refusal.host.can(.systemAdmin), !mounts.isEmpty else {
      return Explanation(
        .notDelegated, why: why, fix: "run cloche outside of the container, or in a privileged one")
    }
    let remount = mounts.map { "mount -o remount,rw,bind \($0)" }.joined(separator: "; ")
    return Explanation(.notDelegated, why: why + " (checked: /proc/self/mountinfo)", fix: remount)
  }

  /// systemd delegates a group where it is there; in a container root makes room in its own.
  private func busy(_ refusal: Refusal) -> Explanation {
    let rule =
      "a v2 group with limits below it holds no processes, and cloche's own holds others too"
    if HostFiles.kind(of: Bytes("/run/systemd/system".utf8)) == .directory {
      return Explanation(.notDelegated, why: rule, fix: Self.delegate)
    }
    let group = OwnGroups.current.path(of: controllers[0])
    return Explanation(
      .notDelegated, why: rule + " (checked: there is no systemd that could give it another one)",
      fix: "mkdir -p \(group)/init; xargs -rn1 <\(group)/cgroup.procs >\(group)/init/cgroup.procs")
  }

  /// What systemd hands on to a user where it is told to; unless told, only some of it.
  private static let ofUsers = ["cpu", "cpuset", "io", "memory", "pids"]

  private var notGiven: Explanation {
    let own = OwnGroups.current
    let missing = controllers.filter { controller in
      let given = own.value(of: "cgroup.controllers", controller: controller) ?? ""
      return !given.split(separator: " ").contains(controller[...])
    }
    let absent = missing.isEmpty ? controllers : missing
    // A delegated scope in there has no more than the service that it belongs to.
    let isOfUser = absent.contains { own.path(of: $0).contains("/user@") }
    let fix =
      !isOfUser
      ? Self.delegate
      : absent.allSatisfy(Self.ofUsers.contains)
        ? "as root `systemctl edit user@.service`, with `[Service]` and "
          + "`Delegate=\(Self.ofUsers.joined(separator: " "))`; then log in again"
        : "run cloche as root: systemd hands \(absent.joined(separator: ", ")) to no user"
    return Explanation(
      .controllerMissing,
      why: "the group that cloche is in has not been given the controller "
        + "\(absent.joined(separator: ", ")) (checked: its cgroup.controllers)",
      fix: fix)
  }

  /// What a file's own rules say.
  private func explain(_ write: GroupWrite, _ refusal: Refusal) -> Explanation? {
    let file = write.files.first ?? ""
    switch (write.controller, refusal.errno) {
    case ("cpuset", .permissionDenied), ("cpuset", .invalidArgument), ("cpuset", .outOfRange),
      ("cpuset", .noSpace):
      return outsideOfAbove(file)
    case ("cpu", .invalidArgument) where file.hasPrefix("cpu.cfs"):
      let own = OwnGroups.current
      return Explanation(
        .controlGroupRefused,
        why: "it is more than the group above has (checked: "
          + "\(own.value(of: "cpu.cfs_quota_us", controller: "cpu") ?? "?") of "
          + "\(own.value(of: "cpu.cfs_period_us", controller: "cpu") ?? "?") us)",
        fix: "a smaller share")
    case ("memory", .noSuchFileOrDirectory):
      return missingFile(
        write, "the kernel counts no swap", "boot with swapaccount=1, or leave `limit swap` out")
    case ("memory", .resourceBusy):
      return Explanation(
        .controlGroupRefused, why: "more than that is in use already, and could not be taken back",
        fix: "a higher limit")
    case ("io", .noSuchFileOrDirectory), ("blkio", .noSuchFileOrDirectory):
      return missingFile(
        write, "no I/O scheduler of this kernel supports it",
        "a kernel with BFQ or io.cost for weights, with block throttling for rates")
    case ("io", .operationNotSupportedByDevice), ("blkio", .operationNotSupportedByDevice):
      return Explanation(
        .controlGroupRefused, why: "the disk is gone, or the kernel cannot slow it",
        fix: "lsblk -d lists the disks")
    case ("hugetlb", .noSuchFileOrDirectory):
      return missingFile(
        write, "the kernel has no huge pages of this size",
        "ls /sys/kernel/mm/hugepages tells the sizes")
    case ("devices", .permissionDenied), ("devices", .notPermitted):
      return Explanation(
        .notDelegated,
        why: "only CAP_SYS_ADMIN of the host limits devices, to no more than the group above has "
          + "(checked: you are uid \(refusal.host.credentials.uid))",
        fix: "run cloche as root, outside of a container",
        "`ns user mnt` and `mount dev /dev`: a /dev with the harmless devices only")
    default: return nil
    }
  }

  /// Said only where the file is really missing in a group that can be looked into.
  private func missingFile(_ write: GroupWrite, _ why: String, _ fix: String) -> Explanation {
    Explanation(
      .controllerMissing, why: "\(why): there is no \(write.files.joined(separator: " and no "))",
      fix: fix)
  }

  private func outsideOfAbove(_ file: String) -> Explanation {
    let isOld = GroupManager.version(of: "cpuset") == 1
    let above = OwnGroups.current.value(
      of: isOld ? file : file + ".effective", controller: "cpuset")
    let word = String(file.dropFirst("cpuset.".count))
    return Explanation(
      .controlGroupRefused,
      why: "the group above has only \(above ?? "others") (checked: its \(file))",
      fix: "`limit \(word) \(above ?? "0")`")
  }

  private func notDelegated(_ refusal: Refusal) -> Explanation {
    let own = OwnGroups.current
    let paths = controllers.map { own.path(of: $0) }
    let unique = paths.indices.filter { paths.firstIndex(of: paths[$0]) == $0 }.map { paths[$0] }
    let uid = refusal.host.credentials.uid
    let why =
      "you may not make groups in \(unique.joined(separator: ", ")) (checked: you are uid \(uid))"
    if uid == 0 {
      // Root of a user namespace, or kept from it by a security module.
      return Explanation(
        .notDelegated, why: why + ", and root has no right to them here",
        fix: "run cloche outside of the container")
    }
    if GroupManager.version(of: controllers[0]) == 2 {
      return Explanation(.notDelegated, why: why, fix: Self.delegate, "run cloche as root")
    }
    // Not the group itself, which holds others too: one below it.
    let mine = unique.map { "\($0)/\(uid)" }.joined(separator: " ")
    let files = unique.map { "\($0)/\(uid) \($0)/\(uid)/cgroup.procs" }.joined(separator: " ")
    return Explanation(
      .notDelegated, why: why, fix: "run cloche as root",
      "or a group of your own, as root: mkdir \(mine); chown \(uid) \(files)",
      "then: sh -c 'for g in \(mine); do echo $$ > $g/cgroup.procs; done; exec cloche'")
  }
}
