import Kernel
import Language
import Sandbox
import Testing

/// Why a step was refused, as far as it can be told without asking this host.
@Suite struct CausesTests {
  /// Code, causes and remedies of a refused step of a script's plan.
  private func expectCause(
    _ script: String, as host: Host = .user, call: SystemCall, _ errno: Errno, detail: Bytes = [],
    fileMode: UInt32 = 0, is expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let plan = try Building.plan(script, as: host)
    let steps = plan.launch.steps
    let index = try #require(
      steps.indices.last { steps[$0].call == call && plan.sources[$0].causes != nil },
      sourceLocation: sourceLocation)
    let refusal = Refusal(
      call: call, errno: errno, context: try Building.context(script), host: host, origin: nil,
      detail: detail, fileMode: fileMode)
    let causes = try #require(plan.sources[index].causes, sourceLocation: sourceLocation)
    let explanation = causes(refusal)
    let text = explanation.map { found in
      ([found.code.description] + found.why.map { "why: \($0)" } + found.fix.map { "fix: \($0)" })
        .joined(separator: "\n")
    }
    #expect(text ?? "nothing" == expected, sourceLocation: sourceLocation)
  }

  @Test func aRangeWithoutTheCapability() throws {
    try expectCause(
      "ns user\nmap uid 0:1000:10", call: .write, .notPermitted,
      is: """
        E0412
        why: a process without CAP_SETUID maps one id only, its own; you asked for 10 (checked: \
        you are uid 1000)
        fix: `map root`, or a range as root
        """)
  }

  @Test func anIDOfSomebodyElse() throws {
    try expectCause(
      "ns user\nmap gid 0:5", call: .write, .notPermitted,
      is: """
        E0412
        why: a process without CAP_SETGID maps its own id only; you asked for 5 (checked: you are \
        gid 1000)
        fix: `map gid 0:1000`, or `map root`
        """)
  }

  @Test func noProcOnProc() throws {
    try expectCause(
      "ns user", call: .fstatfs, .operationNotSupportedByDevice,
      is: """
        E0412
        why: what is mounted on /proc is not a procfs (checked by its magic number)
        fix: mount -t proc proc /proc, on the host
        """)
  }

  @Test func becomingSomebodyElseWithoutTheCapability() throws {
    try expectCause(
      "as 5", call: .setresuid, .notPermitted,
      is: """
        E0414
        why: only CAP_SETUID becomes somebody else (checked: you are uid 1000, without it)
        fix: `ns user` and `map`, or run cloche as root
        """)
    try expectCause(
      "as 5", call: .setgroups, .notPermitted,
      is: """
        E0414
        why: only CAP_SETGID changes groups (checked: you are uid 1000, without it)
        fix: `ns user` and `map`, or run cloche as root
        """)
  }

  @Test func theBoundingSetWithoutTheCapability() throws {
    try expectCause(
      "cap drop kill", call: .prctl, .notPermitted,
      is: """
        E0416
        why: only CAP_SETPCAP takes from the bounding set (checked: you are uid 1000, without it)
        fix: `ns user`, or run cloche as root
        """)
    try expectCause("ns user\ncap drop kill", call: .prctl, .notPermitted, is: "E0416")
  }

  @Test func aRootThatIsNotThere() throws {
    try expectCause(
      "root /nowhere", call: .openat, .noSuchFileOrDirectory,
      is: """
        E0413
        why: there is no /nowhere
        fix: `root host` needs no folder
        fix: or unpack a root file system there: `mmdebstrap --variant=minbase stable /nowhere` as root
        """)
  }

  @Test func chrootWithoutTheCapability() throws {
    try expectCause(
      "root /srv", call: .chroot, .notPermitted,
      is: """
        E0413
        why: only CAP_SYS_CHROOT changes the root (checked: you are uid 1000, without it)
        fix: `ns user`
        """)
  }

  @Test func aRootThatCanNotBeMoved() throws {
    try expectCause(
      "ns mnt\nroot /srv", as: .root, call: .pivotRoot, .invalidArgument,
      is: """
        E0413
        why: the present root cannot be moved: it is the initial ramfs, or no mount
        fix: `root /srv chroot`
        """)
  }

  @Test func aMountPointThatIsNotThere() throws {
    try expectCause(
      "ns user mnt\nmount tmpfs /new", call: .openat2, .noSuchFileOrDirectory,
      is: """
        E0411
        why: there is no /new inside; cloche makes nothing in a root file system, it would stay
        fix: `mount tmpfs /mnt`, a folder that is there
        """)
  }

  @Test func aMountPointThatIsALink() throws {
    try expectCause(
      "ns user mnt pid\nmount proc /proc", call: .openat2, .tooManySymbolicLinkLevels,
      is: """
        E0411
        why: /proc is a symbolic link inside: what it leads to would be mounted on instead
        fix: make it a folder in the root
        """)
  }

  @Test func mountingWithoutTheCapability() throws {
    try expectCause(
      "ns mnt\nbind /usr /mnt", call: .openTree, .notPermitted,
      is: """
        E0411
        why: only CAP_SYS_ADMIN mounts (checked: you are uid 1000, without it)
        fix: `ns user`
        """)
  }

  @Test func whatABindWouldUncover() throws {
    try expectCause(
      "ns user mnt\nbind /proc /mnt norec", call: .openTree, .invalidArgument,
      is: """
        E0411
        why: what is mounted below /proc would be uncovered, which a user namespace may not do
        fix: leave `norec` out
        """)
  }

  @Test func aHardLimitThatWouldBeRaised() throws {
    try expectCause(
      "rlimit nproc max", call: .prlimit64, .notPermitted,
      is: """
        E0415
        why: only CAP_SYS_RESOURCE of the host raises a hard limit (see `ulimit -H`; you are uid \
        1000)
        fix: a limit no higher than the present hard one
        """)
  }

  @Test func thePresentHardLimitIsNamed() throws {
    var host = Host.user
    host.hardLimit = { $0 == 7 ? 4096 : nil }
    try expectCause(
      "rlimit nofile 99999999", as: host, call: .prlimit64, .notPermitted,
      is: """
        E0415
        why: only CAP_SYS_RESOURCE of the host raises a hard limit, which is 4096 here (checked; \
        you are uid 1000)
        fix: `rlimit nofile 4096`
        """)
  }

  @Test func aFileOntoAFolder() throws {
    try expectCause(
      "ns user mnt\nbind /etc/hostname /home", call: .moveMount, .invalidArgument,
      is: """
        E0411
        why: /etc/hostname is a file, and /home is a folder inside: a file goes on a file only
        fix: `mount tmpfs /home` first, which hides what is in there, then `bind /etc/hostname \
        /home/hostname`
        """)
  }

  @Test func aFolderOntoAFile() throws {
    try expectCause(
      "ns user mnt\nbind /usr /etc/hostname", call: .openat2, .notDirectory,
      is: """
        E0411
        why: /usr is a folder, and /etc/hostname is not a folder inside: a folder goes on a folder only
        fix: `bind /usr /mnt`, a folder that is there
        """)
  }

  @Test func aFolderThatIsNotInside() throws {
    try expectCause(
      "cd /nowhere", call: .openat, .noSuchFileOrDirectory,
      is: """
        E0413
        why: there is no /nowhere inside
        fix: `cd /`, or make the folder
        """)
  }

  @Test(arguments: [
    (Errno.noSuchFileOrDirectory, UInt32(0), "", ErrorCode.programNotFound, ""),
    (.notDirectory, 0, "", .programNotFound, ""),
    (
      .noSuchFileOrDirectory, 0o100755, "#! /opt/python -x\nprint", .programNotExecutable,
      "the file is there, but its interpreter /opt/python is not (checked inside)"
    ),
    (
      .noSuchFileOrDirectory, 0o100755, "#!/bin/sh\r\n", .programNotExecutable,
      "the file has Windows line ends: the kernel takes the carriage return (\\r) behind /bin/sh for "
        + "a part of the interpreter's name (checked inside)"
    ),
    (
      .noSuchFileOrDirectory, 0o100755, "\u{7f}ELF\0\0x\0/lib64/ld.so\0y", .programNotExecutable,
      "the file is there, but its interpreter /lib64/ld.so is not (checked inside)"
    ),
    (
      .noSuchFileOrDirectory, 0o100755, "text", .programNotExecutable,
      "the file is there, but not the interpreter that it names"
    ),
    (
      .noSuchFileOrDirectory, 0o100755, "#!\n", .programNotExecutable,
      "the file is there, but not the interpreter that it names"
    ),
    (.permissionDenied, 0o040755, "", .programNotExecutable, "it is a folder (checked inside)"),
    (
      .permissionDenied, 0o100644, "", .programNotExecutable,
      "its mode has no x (checked inside: 0644)"
    ),
    (
      .permissionDenied, 0o100755, "", .programNotExecutable,
      "it may not be executed by this user, or its mount is noexec"
    ),
    (.execFormatError, 0o100755, "", .programNotExecutable, "the file is empty"),
    (
      .execFormatError, 0o100755, "echo", .programNotExecutable,
      "it is not a program for this machine, and has no #! line"
    ),
    (
      .noMemory, 0o100755, "", .programNotExecutable, "there was not enough memory to load it"
    ),
    (.ioError, 0o100755, "", .programNotExecutable, ""),
  ])
  func programs(errno: Errno, mode: UInt32, head: String, code: ErrorCode, why: String) throws {
    let plan = try Building.plan("")
    let causes = try #require(plan.sources.last { $0.phase == .execute }?.causes)
    let explanation = try #require(
      causes(
        Refusal(
          call: .execve, errno: errno, context: Context(), host: .user, origin: nil,
          detail: Bytes(head.utf8), fileMode: mode)))
    #expect(explanation.code == code)
    #expect(explanation.why == (why.isEmpty ? [] : [why]))
  }
}
