/// The stories of launches that could not give powers up.
extension Stories {
  static func forbidding(_ number: UInt16) -> String? {
    switch number {
    case 416:
      """
      capabilities could not be set

      A process has five sets of them (capabilities(7)). What it may do now is effective, what it \
      can make effective is permitted; the bounding set is the most that any execve can give, and \
      what is ambient survives the execve of a program that is not uid 0. The fifth, the inheritable \
      set, is kept empty but for what is ambient. `cap drop` takes away from all of them, which \
      can never be taken back.

      EPERM at PR_CAPBSET_DROP: the bounding set takes CAP_SETPCAP to change, which users have in a \
      user namespace of their own only. Without it `no-new-privs on`, the default, already sees to it \
      that no execve gives anything. And nobody can keep what he has not got: a container's root \
      often lacks some, /proc/self/status tells which. A kernel that is older than a capability has \
      nothing to drop.

          ! grep Cap /proc/self/status
          ns user
          cap keep net_raw
          exec grep Cap /proc/self/status
      """
    case 417:
      """
      the filter of system calls was refused

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
      """
    default: nil
    }
  }
}
