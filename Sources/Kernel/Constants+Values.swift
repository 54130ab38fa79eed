import CLaunch
import Glibc

// Families in which a value stands alone, and those that the C library defines for the architecture.

/// See open(2). Directory and symbolic link flags differ between architectures.
public enum OpenFlag {
  public static var readOnly: UInt64 { 0 }
  public static var writeOnly: UInt64 { UInt64(O_WRONLY) }
  public static var readWrite: UInt64 { UInt64(O_RDWR) }
  public static var create: UInt64 { UInt64(O_CREAT) }
  public static var exclusive: UInt64 { UInt64(O_EXCL) }
  public static var directory: UInt64 { UInt64(O_DIRECTORY) }
  public static var noFollow: UInt64 { UInt64(O_NOFOLLOW) }
  public static var noControllingTerminal: UInt64 { UInt64(O_NOCTTY) }
  public static var closeOnExec: UInt64 { UInt64(O_CLOEXEC) }
  public static var path: UInt64 { 0x20_0000 }

  public static var names: Constants {
    Constants(flags: {
      [
        ("O_RDWR", readWrite), ("O_WRONLY", writeOnly), ("O_PATH", path), ("O_CREAT", create),
        ("O_EXCL", exclusive), ("O_DIRECTORY", directory), ("O_NOFOLLOW", noFollow),
        ("O_NOCTTY", noControllingTerminal), ("O_CLOEXEC", closeOnExec),
      ]
    })
  }
}

/// The descriptor that stands for the working directory, see openat(2).
public enum Directory {
  public static var current: UInt64 { UInt64(bitPattern: Int64(AT_FDCWD)) }
  public static var names: Constants {
    Constants(values: { [("AT_FDCWD", current)] })
  }
}

/// See fsconfig(2).
public enum FSConfigCommand {
  public static var setFlag: UInt64 { 0 }
  public static var setString: UInt64 { 1 }
  public static var create: UInt64 { 6 }

  public static var names: Constants {
    Constants(values: {
      [
        ("FSCONFIG_SET_FLAG", setFlag), ("FSCONFIG_SET_STRING", setString),
        ("FSCONFIG_CMD_CREATE", create),
      ]
    })
  }
}

/// See fsopen(2) and fsmount(2).
public enum FSFlag {
  public static var closeOnExec: UInt64 { 1 }
  public static var openNames: Constants {
    Constants(flags: { [("FSOPEN_CLOEXEC", closeOnExec)] })
  }
  public static var mountNames: Constants {
    Constants(flags: { [("FSMOUNT_CLOEXEC", closeOnExec)] })
  }
}

/// See prctl(2).
public enum ProcessControl {
  public static var setParentDeathSignal: UInt64 { 1 }
  public static var setDumpable: UInt64 { 4 }
  public static var setKeepCapabilities: UInt64 { 8 }
  public static var dropFromBoundingSet: UInt64 { 24 }
  public static var ambientCapabilities: UInt64 { 47 }
  public static var setNoNewPrivileges: UInt64 { 38 }
  public static var setChildSubreaper: UInt64 { 36 }

  public static var names: Constants {
    Constants(values: {
      [
        ("PR_SET_PDEATHSIG", setParentDeathSignal), ("PR_SET_DUMPABLE", setDumpable),
        ("PR_SET_NO_NEW_PRIVS", setNoNewPrivileges), ("PR_SET_CHILD_SUBREAPER", setChildSubreaper),
        ("PR_SET_KEEPCAPS", setKeepCapabilities), ("PR_CAPBSET_DROP", dropFromBoundingSet),
        ("PR_CAP_AMBIENT", ambientCapabilities),
      ]
    })
  }
}

/// See PR_CAP_AMBIENT(2const).
public enum AmbientControl {
  public static var raise: UInt64 { 2 }
  public static var names: Constants {
    Constants(values: { [("PR_CAP_AMBIENT_RAISE", raise)] })
  }
}

/// See seccomp(2).
public enum FilterMode {
  public static var setFilter: UInt64 { 1 }
  public static var names: Constants {
    Constants(values: { [("SECCOMP_SET_MODE_FILTER", setFilter)] })
  }
}

/// See rt_sigprocmask(2).
public enum SignalMask {
  public static var set: UInt64 { 2 }
  public static var names: Constants {
    Constants(values: { [("SIG_SETMASK", set)] })
  }
}

/// See socket(2).
public enum SocketConstant {
  public static var internet: UInt64 { UInt64(AF_INET) }
  public static var netlink: UInt64 { UInt64(AF_NETLINK) }
  public static var datagram: UInt64 { 2 }
  public static var closeOnExec: UInt64 { 0o2000000 }
  public static var families: Constants {
    Constants(values: { [("AF_INET", internet), ("AF_NETLINK", netlink)] })
  }
  public static var types: Constants {
    Constants(flags: { [("SOCK_DGRAM", datagram), ("SOCK_CLOEXEC", closeOnExec)] })
  }
}

/// See ioctl_tty(2) and netdevice(7).
public enum DeviceControl {
  public static var setForegroundGroup: UInt64 { UInt64(TIOCSPGRP) }
  public static var setControllingTerminal: UInt64 { UInt64(TIOCSCTTY) }
  public static var setInterfaceFlags: UInt64 { 0x8914 }
  public static var lockTerminal: UInt64 { 0x4004_5431 }
  public static var openPeer: UInt64 { 0x5441 }

  public static var names: Constants {
    Constants(values: {
      [
        ("TIOCSPGRP", setForegroundGroup), ("TIOCSCTTY", setControllingTerminal),
        ("TIOCSPTLCK", lockTerminal), ("TIOCGPTPEER", openPeer),
        ("SIOCSIFFLAGS", setInterfaceFlags),
      ]
    })
  }
}

/// Magic numbers of file systems, see statfs(2).
public enum FileSystemMagic {
  public static var proc: UInt64 { 0x9fa0 }
  public static var cgroup2: UInt64 { 0x6367_7270 }
}

extension Constants {
  /// Signals by their names.
  public static var signals: Constants {
    Constants(values: {
      Signal.names.compactMap { name in
        Signal(named: name).map { ("SIG" + name, UInt64($0.number)) }
      }
    })
  }
  /// The end of a range of descriptors, see close_range(2).
  public static var lastDescriptor: Constants {
    Constants(values: { [("~0U", UInt64(UInt32.max))] })
  }
}
