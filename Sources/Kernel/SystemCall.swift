import CLaunch

/// A system call that a launch plan may make: its number here and its name everywhere.
public struct SystemCall: Hashable, Sendable {
  public let number: Int
  public let name: String

  private init(_ number: Int32, _ name: String) {
    self.number = Int(number)
    self.name = name
  }

  public static var capset: SystemCall { SystemCall(SYS_capset, "capset") }
  public static var chdir: SystemCall { SystemCall(SYS_chdir, "chdir") }
  public static var chroot: SystemCall { SystemCall(SYS_chroot, "chroot") }
  public static var clone3: SystemCall { SystemCall(SYS_clone3, "clone3") }
  public static var close: SystemCall { SystemCall(SYS_close, "close") }
  public static var closeRange: SystemCall { SystemCall(SYS_close_range, "close_range") }
  public static var dup3: SystemCall { SystemCall(SYS_dup3, "dup3") }
  public static var execve: SystemCall { SystemCall(SYS_execve, "execve") }
  public static var exitGroup: SystemCall { SystemCall(SYS_exit_group, "exit_group") }
  public static var fchown: SystemCall { SystemCall(SYS_fchown, "fchown") }
  public static var fchdir: SystemCall { SystemCall(SYS_fchdir, "fchdir") }
  public static var fsconfig: SystemCall { SystemCall(SYS_fsconfig, "fsconfig") }
  public static var fsmount: SystemCall { SystemCall(SYS_fsmount, "fsmount") }
  public static var fsopen: SystemCall { SystemCall(SYS_fsopen, "fsopen") }
  public static var fstatfs: SystemCall { SystemCall(SYS_fstatfs, "fstatfs") }
  public static var getpid: SystemCall { SystemCall(SYS_getpid, "getpid") }
  public static var ioctl: SystemCall { SystemCall(SYS_ioctl, "ioctl") }
  public static var mkdirat: SystemCall { SystemCall(SYS_mkdirat, "mkdirat") }
  public static var mount: SystemCall { SystemCall(SYS_mount, "mount") }
  public static var mountSetattr: SystemCall { SystemCall(SYS_mount_setattr, "mount_setattr") }
  public static var moveMount: SystemCall { SystemCall(SYS_move_mount, "move_mount") }
  public static var openTree: SystemCall { SystemCall(SYS_open_tree, "open_tree") }
  public static var openat: SystemCall { SystemCall(SYS_openat, "openat") }
  public static var openat2: SystemCall { SystemCall(SYS_openat2, "openat2") }
  public static var pivotRoot: SystemCall { SystemCall(SYS_pivot_root, "pivot_root") }
  public static var prctl: SystemCall { SystemCall(SYS_prctl, "prctl") }
  public static var prlimit64: SystemCall { SystemCall(SYS_prlimit64, "prlimit64") }
  public static var read: SystemCall { SystemCall(SYS_read, "read") }
  public static var rtSigaction: SystemCall { SystemCall(SYS_rt_sigaction, "rt_sigaction") }
  public static var rtSigprocmask: SystemCall { SystemCall(SYS_rt_sigprocmask, "rt_sigprocmask") }
  public static var rtSigtimedwait: SystemCall {
    SystemCall(SYS_rt_sigtimedwait, "rt_sigtimedwait")
  }
  public static var seccomp: SystemCall { SystemCall(SYS_seccomp, "seccomp") }
  public static var sendmsg: SystemCall { SystemCall(SYS_sendmsg, "sendmsg") }
  public static var setdomainname: SystemCall { SystemCall(SYS_setdomainname, "setdomainname") }
  public static var setgroups: SystemCall { SystemCall(SYS_setgroups, "setgroups") }
  public static var sethostname: SystemCall { SystemCall(SYS_sethostname, "sethostname") }
  public static var setns: SystemCall { SystemCall(SYS_setns, "setns") }
  public static var setpgid: SystemCall { SystemCall(SYS_setpgid, "setpgid") }
  public static var setresgid: SystemCall { SystemCall(SYS_setresgid, "setresgid") }
  public static var setresuid: SystemCall { SystemCall(SYS_setresuid, "setresuid") }
  public static var setsid: SystemCall { SystemCall(SYS_setsid, "setsid") }
  public static var socket: SystemCall { SystemCall(SYS_socket, "socket") }
  public static var symlinkat: SystemCall { SystemCall(SYS_symlinkat, "symlinkat") }
  public static var umask: SystemCall { SystemCall(SYS_umask, "umask") }
  public static var umount2: SystemCall { SystemCall(SYS_umount2, "umount2") }
  public static var unshare: SystemCall { SystemCall(SYS_unshare, "unshare") }
  public static var write: SystemCall { SystemCall(SYS_write, "write") }
}
