import CSystemCalls

/// A system call that a launch plan makes, or cloche where the C library does not: its number here
/// and its name everywhere.
package struct SystemCall: Hashable, Sendable {
  package let number: Int
  package let name: String

  /// A call that the file of one facet alone makes is declared there.
  ///
  /// - Parameter number: its number on this architecture, `SYS_umask`. See syscalls(2).
  package init(_ number: Int32, _ name: String) {
    self.number = Int(number)
    self.name = name
  }

  package static var capget: SystemCall { SystemCall(SYS_capget, "capget") }
  package static var capset: SystemCall { SystemCall(SYS_capset, "capset") }
  package static var chdir: SystemCall { SystemCall(SYS_chdir, "chdir") }
  package static var chroot: SystemCall { SystemCall(SYS_chroot, "chroot") }
  package static var clone3: SystemCall { SystemCall(SYS_clone3, "clone3") }
  package static var close: SystemCall { SystemCall(SYS_close, "close") }
  package static var closeRange: SystemCall { SystemCall(SYS_close_range, "close_range") }
  package static var dup3: SystemCall { SystemCall(SYS_dup3, "dup3") }
  package static var execve: SystemCall { SystemCall(SYS_execve, "execve") }
  package static var execveat: SystemCall { SystemCall(SYS_execveat, "execveat") }
  package static var exitGroup: SystemCall { SystemCall(SYS_exit_group, "exit_group") }
  package static var fchown: SystemCall { SystemCall(SYS_fchown, "fchown") }
  package static var fcntl: SystemCall { SystemCall(SYS_fcntl, "fcntl") }
  package static var fchdir: SystemCall { SystemCall(SYS_fchdir, "fchdir") }
  package static var fsconfig: SystemCall { SystemCall(SYS_fsconfig, "fsconfig") }
  package static var fsmount: SystemCall { SystemCall(SYS_fsmount, "fsmount") }
  package static var fsopen: SystemCall { SystemCall(SYS_fsopen, "fsopen") }
  package static var fstatfs: SystemCall { SystemCall(SYS_fstatfs, "fstatfs") }
  package static var getpid: SystemCall { SystemCall(SYS_getpid, "getpid") }
  package static var ioctl: SystemCall { SystemCall(SYS_ioctl, "ioctl") }
  package static var mkdirat: SystemCall { SystemCall(SYS_mkdirat, "mkdirat") }
  package static var mknodat: SystemCall { SystemCall(SYS_mknodat, "mknodat") }
  package static var mount: SystemCall { SystemCall(SYS_mount, "mount") }
  package static var mountSetattr: SystemCall { SystemCall(SYS_mount_setattr, "mount_setattr") }
  package static var moveMount: SystemCall { SystemCall(SYS_move_mount, "move_mount") }
  package static var openTree: SystemCall { SystemCall(SYS_open_tree, "open_tree") }
  package static var openat: SystemCall { SystemCall(SYS_openat, "openat") }
  package static var openat2: SystemCall { SystemCall(SYS_openat2, "openat2") }
  package static var pidfdOpen: SystemCall { SystemCall(SYS_pidfd_open, "pidfd_open") }
  package static var pidfdSendSignal: SystemCall {
    SystemCall(SYS_pidfd_send_signal, "pidfd_send_signal")
  }
  package static var pipe2: SystemCall { SystemCall(SYS_pipe2, "pipe2") }
  package static var pivotRoot: SystemCall { SystemCall(SYS_pivot_root, "pivot_root") }
  package static var prctl: SystemCall { SystemCall(SYS_prctl, "prctl") }
  package static var prlimit64: SystemCall { SystemCall(SYS_prlimit64, "prlimit64") }
  package static var read: SystemCall { SystemCall(SYS_read, "read") }
  package static var rtSigaction: SystemCall { SystemCall(SYS_rt_sigaction, "rt_sigaction") }
  package static var rtSigprocmask: SystemCall { SystemCall(SYS_rt_sigprocmask, "rt_sigprocmask") }
  package static var seccomp: SystemCall { SystemCall(SYS_seccomp, "seccomp") }
  package static var sendmsg: SystemCall { SystemCall(SYS_sendmsg, "sendmsg") }
  package static var setdomainname: SystemCall { SystemCall(SYS_setdomainname, "setdomainname") }
  package static var setgroups: SystemCall { SystemCall(SYS_setgroups, "setgroups") }
  package static var sethostname: SystemCall { SystemCall(SYS_sethostname, "sethostname") }
  package static var setns: SystemCall { SystemCall(SYS_setns, "setns") }
  package static var setpgid: SystemCall { SystemCall(SYS_setpgid, "setpgid") }
  package static var setresgid: SystemCall { SystemCall(SYS_setresgid, "setresgid") }
  package static var setresuid: SystemCall { SystemCall(SYS_setresuid, "setresuid") }
  package static var setsid: SystemCall { SystemCall(SYS_setsid, "setsid") }
  package static var socket: SystemCall { SystemCall(SYS_socket, "socket") }
  package static var socketpair: SystemCall { SystemCall(SYS_socketpair, "socketpair") }
  package static var symlinkat: SystemCall { SystemCall(SYS_symlinkat, "symlinkat") }
  package static var umask: SystemCall { SystemCall(SYS_umask, "umask") }
  package static var umount2: SystemCall { SystemCall(SYS_umount2, "umount2") }
  package static var unshare: SystemCall { SystemCall(SYS_unshare, "unshare") }
  package static var write: SystemCall { SystemCall(SYS_write, "write") }
}
