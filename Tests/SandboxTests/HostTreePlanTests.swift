import Sandbox
import Testing

/// `root host`: a private tree of the host's system folders.
@Suite struct HostTreePlanTests {
  @Test func asAUser() throws {
    try expectSteps(
      "ns user mnt\nroot host",
      are: """
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWNS|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)
        init   1 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file2, "0 1000 1", 8)
        init   1 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file3, "0 1000 1", 8)
        init   2 fs = fsopen("tmpfs", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs, FSCONFIG_SET_STRING, "mode", "0755", 0)
        init   2 fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV)
        init   2 move_mount(mount, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 umask = umask(0)
        init   2 symlinkat("usr/bin", mount, "bin")
        init   2 tree = open_tree(AT_FDCWD, "/usr", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE)
        init   2 mount_setattr(tree, "", AT_EMPTY_PATH|AT_RECURSIVE, \
        {attr_set=MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV}, 32)
        init   2 mkdirat(mount, "usr", 0755)
        init   2 move_mount(tree, "", mount, "usr", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 mkdirat(mount, "home", 0755)
        init   2 mkdirat(mount, "mnt", 0755)
        init   2 mkdirat(mount, "proc", 0555)
        init   2 mkdirat(mount, "root", 0700)
        init   2 mkdirat(mount, "run", 0755)
        init   2 mkdirat(mount, "sys", 0555)
        init   2 mkdirat(mount, "tmp", 01777)
        init   2 mkdirat(mount, "var", 0755)
        init   2 mkdirat(mount, "var/tmp", 01777)
        init   2 mkdirat(mount, "home/ann", 0755)
        init   2 tree2 = open_tree(AT_FDCWD, "/dev/full", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   2 tree3 = open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   2 tree4 = open_tree(AT_FDCWD, "/dev/random", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   2 tree5 = open_tree(AT_FDCWD, "/dev/tty", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   2 tree6 = open_tree(AT_FDCWD, "/dev/urandom", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   2 tree7 = open_tree(AT_FDCWD, "/dev/zero", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
        init   2 fs2 = fsopen("tmpfs", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs2, FSCONFIG_SET_STRING, "mode", "0755", 0)
        init   2 fsconfig(fs2, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount2 = fsmount(fs2, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID|MOUNT_ATTR_NOEXEC)
        init   2 mkdirat(mount, "dev", 0755)
        init   2 target = openat2(mount, "dev", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC, \
        resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS|RESOLVE_IN_ROOT}, 24)
        init   2 move_mount(mount2, "", target, "", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)
        init   2 mknodat(mount2, "full", 0644, 0)
        init   2 move_mount(tree2, "", mount2, "full", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 mknodat(mount2, "null", 0644, 0)
        init   2 move_mount(tree3, "", mount2, "null", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 mknodat(mount2, "random", 0644, 0)
        init   2 move_mount(tree4, "", mount2, "random", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 mknodat(mount2, "tty", 0644, 0)
        init   2 move_mount(tree5, "", mount2, "tty", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 mknodat(mount2, "urandom", 0644, 0)
        init   2 move_mount(tree6, "", mount2, "urandom", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 mknodat(mount2, "zero", 0644, 0)
        init   2 move_mount(tree7, "", mount2, "zero", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 symlinkat("/proc/self/fd", mount2, "fd")
        init   2 symlinkat("/proc/self/fd/0", mount2, "stdin")
        init   2 symlinkat("/proc/self/fd/1", mount2, "stdout")
        init   2 symlinkat("/proc/self/fd/2", mount2, "stderr")
        init   2 symlinkat("pts/ptmx", mount2, "ptmx")
        init   2 mkdirat(mount2, "pts", 0755)
        init   2 mkdirat(mount2, "shm", 01777)
        init   2 fs3 = fsopen("devpts", FSOPEN_CLOEXEC)
        init   2 fsconfig(fs3, FSCONFIG_SET_STRING, "ptmxmode", "0666", 0)
        init   2 fsconfig(fs3, FSCONFIG_SET_STRING, "mode", "0620", 0)
        init   2 fsconfig(fs3, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
        init   2 mount3 = fsmount(fs3, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID|MOUNT_ATTR_NOEXEC)
        init   2 move_mount(mount3, "", mount2, "pts", MOVE_MOUNT_F_EMPTY_PATH)
        init   2 fchdir(mount)
        init   2 pivot_root(".", ".")
        init   2 umount2(".", MNT_DETACH)
        """)
  }

  @Test func writableAsFarAsTheHostLetsYou() throws {
    let readOnly = try Building.plan("ns mnt\nroot host", as: .root).lines.map(\.text)
    let writable = try Building.plan("ns mnt\nroot host rw", as: .root).lines.map(\.text)
    #expect(readOnly.filter { $0.contains("RDONLY") }.count == 1)
    #expect(
      writable
        == readOnly.map { text in
          text.split(separator: "MOUNT_ATTR_RDONLY|").joined()
        })
  }

  @Test(arguments: [
    ("", ["umask = umask(0)", "umask(umask)"]), ("umask 27", ["umask = umask(0)", "umask(027)"]),
    ("mount tmpfs /tmp\nbind /usr /tmp/usr", ["umask = umask(0)", "umask(umask)"]),
  ])
  func theProgramHasTheUmaskThatItWouldHave(script: String, calls: [String]) throws {
    let plan = try Building.plan("ns user pid mnt\nroot host\n" + script)
    let lines = plan.lines.filter { $0.call == "umask" }
    #expect(lines.map(\.text) == calls)
    #expect(lines.map(\.actor) == [.`init`, .child])
  }

  /// What the folders of the host already hold is not made again.
  @Test(arguments: [
    ("/home/ann", ["home/ann"]), ("/home/x/y", ["home/x", "home/x/y"]), ("/usr/ann", []),
    ("/bin/ann", []), ("/dev/ann", ["dev/ann"]), ("/", []), ("", []),
  ])
  func homeIsMade(home: String, folders: [String]) throws {
    let host = Host.root.with(environment: ["HOME=\(home)"])
    let with = try Building.plan("ns mnt\nroot host", as: host).lines.map(\.text)
    let without = try Building.plan(
      "ns mnt\nroot host", as: host.with(environment: [])
    ).lines.map(\.text)
    let made = folders.map { "mkdirat(mount, \"\($0)\", 0755)" }
    #expect(with.filter { !without.contains($0) } == made)
  }
}
