import Kernel
import Language

/// Why a filter of system calls was refused. See seccomp(2), "ERRORS".
enum FilterCauses {
  static let explain: Causes = { refusal in
    switch refusal.errno {
    case .invalidArgument, .noFunction:
      guard SmallFile.isMissing("/proc/sys/kernel/seccomp/actions_avail") else { break }
      return Explanation(
        .filterRefused,
        why: "this kernel has no seccomp filters (checked: /proc/sys/kernel/seccomp is not there)",
        fix: "`seccomp off`")
    case .permissionDenied:
      return Explanation(
        .filterRefused,
        why: "without no_new_privs only CAP_SYS_ADMIN of this user namespace installs a filter",
        fix: "`no-new-privs on`")
    case .noMemory:
      return Explanation(
        .filterRefused,
        why: "a process may have filters of 32768 instructions, those around cloche included",
        fix: "fewer rules")
    default: break
    }
    return Explanation(.filterRefused)
  }
}
