import Kernel
import Language

/// Why a root could not be taken. See pivot_root(2), chroot(2) and open_tree(2).
enum RootCauses {
  static let explain: Causes = { refusal in
    let path: Bytes? =
      if case .directory(let path) = refusal.context[RootFileSystem.self]?.kind { path } else {
        nil
      }
    switch (refusal.call, refusal.errno) {
    case (.chroot, .notPermitted):
      return Explanation(
        .rootRefused,
        why: "only CAP_SYS_CHROOT changes the root (checked: you are uid "
          + "\(refusal.host.credentials.uid), without it)",
        fix: "`ns user`")
    case (.pivotRoot, .invalidArgument):
      return Explanation(
        .rootRefused,
        why: "the present root cannot be moved: it is the initial ramfs, or no mount",
        fix: "`root \(path?.displayed ?? "DIR") chroot`")
    case (.fsmount, .notPermitted) where refusal.context.has(.user):
      // Of `root host`; its tmpfs was allowed.
      let place = Bytes("/proc".utf8)
      return CoveredTree.explanation(.rootRefused, of: "/proc", on: place) ?? noPrivilege(refusal)
    case (.moveMount, _) where path.map(refusal.host.isFile) == true:
      return Explanation(
        .rootRefused, why: "\(path?.displayed ?? "it") is not a folder", fix: "unpack it into one")
    case (.openTree, _), (.openat, _):
      return path.map { folder($0, refusal) } ?? Explanation(.rootRefused)
    default:
      return refusal.errno == .notPermitted ? noPrivilege(refusal) : Explanation(.rootRefused)
    }
  }

  private static func folder(_ path: Bytes, _ refusal: Refusal) -> Explanation {
    switch refusal.errno {
    case .noSuchFileOrDirectory:
      return Explanation(
        .rootRefused, why: "there is no \(path.displayed)",
        fix: "`root host` needs no folder",
        "or unpack a root file system there: `mmdebstrap --variant=minbase stable \(path.displayed)` as root"
      )
    case .notDirectory:
      return Explanation(
        .rootRefused, why: "\(path.displayed) is not a folder", fix: "unpack it into one")
    case .permissionDenied:
      return Explanation(
        .rootRefused,
        why: "a folder on the way to \(path.displayed) may not be entered "
          + "(checked: you are uid \(refusal.host.credentials.uid))",
        fix: "chmod a+x the folders above it, or put it elsewhere")
    case .notPermitted: return noPrivilege(refusal)
    default: return Explanation(.rootRefused)
    }
  }

  static func noPrivilege(_ refusal: Refusal) -> Explanation {
    guard !refusal.context.has(.user), !refusal.host.can(.systemAdmin) else {
      return Explanation(.rootRefused)
    }
    return Explanation(
      .rootRefused,
      why: "only CAP_SYS_ADMIN mounts (checked: you are uid "
        + "\(refusal.host.credentials.uid), without it)", fix: "`ns user`")
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofRoot: [ErrorCode] { [.rootRefused] }

  package static var rootRefused: ErrorCode {
    ErrorCode(
      413, title: "the root or the working directory could not be taken",
      story: """
        With `ns mnt` the folder is copied as a mount over `/`, pivot_root swaps it with the old root, \
        and the old one is unmounted: nothing of it can be reached any more. With the word `chroot`, \
        chroot(2) only moves the place where paths begin; a program with CAP_SYS_CHROOT can leave \
        that again, by a second chroot and enough `..`.

        ENOENT: the folder is not there; for `root` it has to be on the host, for `cd` inside. \
        ENOTDIR: it is something else than a folder. EACCES: you may not enter a folder on the way. \
        EPERM: chroot takes CAP_SYS_CHROOT, the mount CAP_SYS_ADMIN, and `ns user` gives both. EINVAL \
        at pivot_root: the present root cannot be moved, as in an initial ramfs (pivot_root(2)).

            ns user mnt
            root host
            cd /tmp
            exec pwd
        """)
  }
}
