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

// What it reports, for `help`.
extension ErrorCode {
  static var ofFilter: [ErrorCode] { [.filterRefused] }

  package static var filterRefused: ErrorCode {
    ErrorCode(
      417, title: "the filter of system calls was refused",
      story: """
        A filter is a small program in the kernel's BPF language, which libseccomp makes from the \
        commands and the child hands over by seccomp(2), as its last call but execve. From then on the \
        kernel runs it before each system call.

        EACCES: without no_new_privs only CAP_SYS_ADMIN may install one, since a set-user-ID program \
        whose calls fail in an unusual place could be made to do harm. EINVAL: a kernel without \
        CONFIG_SECCOMP_FILTER. ENOMEM: filters add up, and with those of a container around cloche \
        there are too many instructions. That the filter could not be made at all has to do with \
        memory, or with more rules than 4096 instructions hold.

        If it is in place and a program fails, /proc/PID/status has `Seccomp: 2`, strace shows the \
        call, and `seccomp log` instead of `deny` writes it into the kernel's log.

            seccomp default
            exec grep Seccomp /proc/self/status
            plan true
        """)
  }
}
