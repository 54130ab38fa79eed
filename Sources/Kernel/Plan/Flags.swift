// Flags of system calls, each family with its table of names.

/// See clone(2).
package enum CloneFlag {
  package static var vm: UInt64 { 0x100 }
  package static var vfork: UInt64 { 0x4000 }
  package static var newTime: UInt64 { 0x80 }
  /// The kernel clears a word when the child leaves the memory that it shares, and wakes who waits there.
  package static var childClearThreadID: UInt64 { 0x200000 }
  package static var newNamespace: UInt64 { 0x20000 }
  package static var newCgroup: UInt64 { 0x2000000 }
  package static var newUTS: UInt64 { 0x4000000 }
  package static var newIPC: UInt64 { 0x8000000 }
  package static var newUser: UInt64 { 0x10000000 }
  package static var newPID: UInt64 { 0x20000000 }
  package static var newNet: UInt64 { 0x40000000 }
  package static var pidfd: UInt64 { 0x1000 }
  package static var clearSignalHandlers: UInt64 { 0x100000000 }
  package static var intoCgroup: UInt64 { 0x200000000 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("CLONE_VM", vm),
        ("CLONE_VFORK", vfork),
        ("CLONE_CHILD_CLEARTID", childClearThreadID),
        ("CLONE_NEWTIME", newTime),
        ("CLONE_NEWNS", newNamespace),
        ("CLONE_NEWCGROUP", newCgroup),
        ("CLONE_NEWUTS", newUTS),
        ("CLONE_NEWIPC", newIPC),
        ("CLONE_NEWUSER", newUser),
        ("CLONE_NEWPID", newPID),
        ("CLONE_NEWNET", newNet),
        ("CLONE_PIDFD", pidfd),
        ("CLONE_CLEAR_SIGHAND", clearSignalHandlers),
        ("CLONE_INTO_CGROUP", intoCgroup),
      ]
    })
  }
}

/// See mount(2).
package enum MountFlag {
  package static var recursive: UInt64 { 0x4000 }
  package static var `private`: UInt64 { 0x40000 }
  package static var slave: UInt64 { 0x80000 }
  package static var bind: UInt64 { 0x1000 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("MS_REC", recursive),
        ("MS_PRIVATE", `private`),
        ("MS_SLAVE", slave),
        ("MS_BIND", bind),
      ]
    })
  }
}

/// See mount_setattr(2).
package enum MountAttribute {
  package static var readOnly: UInt64 { 0x1 }
  package static var noSetUserID: UInt64 { 0x2 }
  package static var noDevices: UInt64 { 0x4 }
  package static var noExecute: UInt64 { 0x8 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("MOUNT_ATTR_RDONLY", readOnly),
        ("MOUNT_ATTR_NOSUID", noSetUserID),
        ("MOUNT_ATTR_NODEV", noDevices),
        ("MOUNT_ATTR_NOEXEC", noExecute),
      ]
    })
  }
}

/// See open_tree(2).
package enum OpenTreeFlag {
  package static var clone: UInt64 { 0x1 }
  package static var closeOnExec: UInt64 { 0x80000 }
  package static var recursive: UInt64 { 0x8000 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("OPEN_TREE_CLONE", clone),
        ("OPEN_TREE_CLOEXEC", closeOnExec),
        ("AT_RECURSIVE", recursive),
      ]
    })
  }
}

/// See move_mount(2).
package enum MoveMountFlag {
  package static var fromEmptyPath: UInt64 { 0x4 }
  package static var toEmptyPath: UInt64 { 0x40 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("MOVE_MOUNT_F_EMPTY_PATH", fromEmptyPath),
        ("MOVE_MOUNT_T_EMPTY_PATH", toEmptyPath),
      ]
    })
  }
}

/// See openat(2).
package enum AtFlag {
  package static var emptyPath: UInt64 { 0x1000 }
  package static var recursive: UInt64 { 0x8000 }
  package static var symlinkNoFollow: UInt64 { 0x100 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("AT_EMPTY_PATH", emptyPath),
        ("AT_RECURSIVE", recursive),
        ("AT_SYMLINK_NOFOLLOW", symlinkNoFollow),
      ]
    })
  }
}

/// See openat2(2).
package enum ResolveFlag {
  package static var noCrossDevice: UInt64 { 0x1 }
  package static var noMagicLinks: UInt64 { 0x2 }
  package static var noSymlinks: UInt64 { 0x4 }
  package static var beneath: UInt64 { 0x8 }
  package static var inRoot: UInt64 { 0x10 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("RESOLVE_NO_XDEV", noCrossDevice),
        ("RESOLVE_NO_MAGICLINKS", noMagicLinks),
        ("RESOLVE_NO_SYMLINKS", noSymlinks),
        ("RESOLVE_BENEATH", beneath),
        ("RESOLVE_IN_ROOT", inRoot),
      ]
    })
  }
}

/// See umount2(2).
package enum UnmountFlag {
  package static var detach: UInt64 { 0x2 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("MNT_DETACH", detach)
      ]
    })
  }
}

/// See close_range(2).
package enum CloseRangeFlag {
  package static var closeOnExec: UInt64 { 0x4 }

  package static var names: Constants {
    Constants(flags: {
      [
        ("CLOSE_RANGE_CLOEXEC", closeOnExec)
      ]
    })
  }
}
