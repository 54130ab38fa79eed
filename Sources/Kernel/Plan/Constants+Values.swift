import CLaunch
import Glibc

// Families in which a value stands alone, and those that the C library defines for the architecture.

/// See open(2). Directory and symbolic link flags differ between architectures.
package enum OpenFlag {
  package static var readOnly: UInt64 { 0 }
  package static var writeOnly: UInt64 { UInt64(O_WRONLY) }
  package static var readWrite: UInt64 { UInt64(O_RDWR) }
  package static var create: UInt64 { UInt64(O_CREAT) }
  package static var exclusive: UInt64 { UInt64(O_EXCL) }
  package static var directory: UInt64 { UInt64(O_DIRECTORY) }
  package static var noFollow: UInt64 { UInt64(O_NOFOLLOW) }
  package static var noControllingTerminal: UInt64 { UInt64(O_NOCTTY) }
  package static var closeOnExec: UInt64 { UInt64(O_CLOEXEC) }
  package static var path: UInt64 { 0x20_0000 }

  package static var names: Constants {
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
package enum Directory {
  package static var current: UInt64 { UInt64(bitPattern: Int64(AT_FDCWD)) }
  package static var names: Constants {
    Constants(values: { [("AT_FDCWD", current)] })
  }
}

/// See fsconfig(2).
package enum FSConfigCommand {
  package static var setFlag: UInt64 { 0 }
  package static var setString: UInt64 { 1 }
  package static var create: UInt64 { 6 }

  package static var names: Constants {
    Constants(values: {
      [
        ("FSCONFIG_SET_FLAG", setFlag), ("FSCONFIG_SET_STRING", setString),
        ("FSCONFIG_CMD_CREATE", create),
      ]
    })
  }
}

/// See fsopen(2) and fsmount(2).
package enum FSFlag {
  package static var closeOnExec: UInt64 { 1 }
  package static var openNames: Constants {
    Constants(flags: { [("FSOPEN_CLOEXEC", closeOnExec)] })
  }
  package static var mountNames: Constants {
    Constants(flags: { [("FSMOUNT_CLOEXEC", closeOnExec)] })
  }
}

/// See prctl(2).
package enum ProcessControl {
  package static var setParentDeathSignal: UInt64 { 1 }
  package static var setDumpable: UInt64 { 4 }
  package static var setKeepCapabilities: UInt64 { 8 }
  package static var dropFromBoundingSet: UInt64 { 24 }
  package static var ambientCapabilities: UInt64 { 47 }
  package static var setNoNewPrivileges: UInt64 { 38 }
  package static var setChildSubreaper: UInt64 { 36 }

  package static var names: Constants {
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
package enum AmbientControl {
  package static var raise: UInt64 { 2 }
  package static var names: Constants {
    Constants(values: { [("PR_CAP_AMBIENT_RAISE", raise)] })
  }
}

/// See seccomp(2).
package enum FilterMode {
  package static var setFilter: UInt64 { 1 }
  package static var names: Constants {
    Constants(values: { [("SECCOMP_SET_MODE_FILTER", setFilter)] })
  }
}

/// See rt_sigprocmask(2).
package enum SignalMask {
  package static var set: UInt64 { 2 }
  package static var names: Constants {
    Constants(values: { [("SIG_SETMASK", set)] })
  }
}

/// See fcntl(2).
package enum DescriptorControl {
  package static var setOwner: UInt64 { UInt64(F_SETOWN) }
  package static var duplicate: UInt64 { UInt64(F_DUPFD) }
  package static var names: Constants {
    Constants(values: { [("F_SETOWN", setOwner), ("F_DUPFD", duplicate)] })
  }
}

/// See socket(2).
package enum SocketConstant {
  package static var local: UInt64 { UInt64(AF_UNIX) }
  package static var internet: UInt64 { UInt64(AF_INET) }
  package static var netlink: UInt64 { UInt64(AF_NETLINK) }
  package static var datagram: UInt64 { 2 }
  package static var packets: UInt64 { 5 }
  package static var closeOnExec: UInt64 { 0o2000000 }
  package static var families: Constants {
    Constants(values: { [("AF_UNIX", local), ("AF_INET", internet), ("AF_NETLINK", netlink)] })
  }
  package static var types: Constants {
    Constants(flags: {
      [
        // Its bits hold those of SOCK_DGRAM's neighbours: it comes first.
        ("SOCK_SEQPACKET", packets), ("SOCK_DGRAM", datagram), ("SOCK_CLOEXEC", closeOnExec),
      ]
    })
  }
}

/// See ioctl_tty(2) and netdevice(7).
package enum DeviceControl {
  package static var setForegroundGroup: UInt64 { UInt64(TIOCSPGRP) }
  package static var setControllingTerminal: UInt64 { UInt64(TIOCSCTTY) }
  package static var setInterfaceFlags: UInt64 { 0x8914 }
  package static var lockTerminal: UInt64 { 0x4004_5431 }
  package static var openPeer: UInt64 { 0x5441 }

  package static var names: Constants {
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
package enum FileSystemMagic {
  package static var proc: UInt64 { 0x9fa0 }
}

extension Constants {
  /// Signals by their names.
  package static var signals: Constants {
    Constants(values: {
      Signal.names.compactMap { name in
        Signal(named: name).map { ("SIG" + name, UInt64($0.number)) }
      }
    })
  }
  /// The end of a range of descriptors, see close_range(2).
  package static var lastDescriptor: Constants {
    Constants(values: { [("~0U", UInt64(UInt32.max))] })
  }
}
