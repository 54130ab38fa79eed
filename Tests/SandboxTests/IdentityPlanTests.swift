import Testing

/// `as`: groups, then the gid, then the uid.
@Suite struct IdentityPlanTests {
  @Test func outsideOfAUserNamespace() throws {
    try expectPlan(
      "as 65534:65533", as: .root,
      is: """
        parent - memfd_create("cloche-init", ...), written and sealed: the init's program
        parent - clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   - close(parent_channel)
        init   - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        init   - prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        init   - children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0)
        init   - socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        init   - program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, \
        stack_size=65536}, 88)
        child  - close(link)
        child  - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        child  1 setgroups(0, NULL)
        child  1 setresgid(65533, 65533, 65533)
        child  1 setresuid(65534, 65534, 65534)
        child  - keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        child  - prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
        child  - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        child  - rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        child  - write(channel, {kind=2}, 20)
        child  - read(link[1], buffer, 1)
        child  - execve("/bin/true", ["/bin/true"], environment)
        init   - setpgid(0, 0)
        init   - fcntl(link, F_SETOWN, program)
        init   - dup3(channel, 0, 0)
        init   - dup3(link, 1, 0)
        init   - dup3(children, 2, 0)
        init   - close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        init   - capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20, permitted=0x20, \
        inheritable=0x20})
        init   - prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        init   - execveat(init, "", ["cloche-init"], [], AT_EMPTY_PATH)
        """)
  }

  @Test func withoutGIDItIsTheNumberOfTheUID() throws {
    try expectSteps(
      "as 1000", as: .root,
      are: """
        child  1 setgroups(0, NULL)
        child  1 setresgid(1000, 1000, 1000)
        child  1 setresuid(1000, 1000, 1000)
        """)
  }

  @Test func withGroups() throws {
    try expectSteps(
      "as 1000:100,27,4", as: .root,
      are: """
        child  1 setgroups(2, [27, 4])
        child  1 setresgid(100, 100, 100)
        child  1 setresuid(1000, 1000, 1000)
        """)
  }

  @Test func theLastOneHolds() throws {
    try expectSteps(
      "as 1\nas 2", as: .root,
      are: """
        child  2 setgroups(0, NULL)
        child  2 setresgid(2, 2, 2)
        child  2 setresuid(2, 2, 2)
        """)
  }

  @Test func inAUserNamespaceOfOneIDGroupsStayDenied() throws {
    try expectSteps(
      "ns user\nas 0",
      are: """
        parent 1 clone3({flags=CLONE_VM|CLONE_VFORK|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        init   1 file2 = openat2(proc, "self/uid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file2, "0 1000 1", 8)
        init   1 file3 = openat2(proc, "self/gid_map", {flags=O_WRONLY|O_CLOEXEC, \
        resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_BENEATH}, 24)
        init   1 write(file3, "0 1000 1", 8)
        child  2 setresgid(0, 0, 0)
        child  2 setresuid(0, 0, 0)
        """)
  }

  @Test func inAMappedRange() throws {
    try expectSteps(
      "ns user\nmap uid 0:100000:10\nmap gid 0:100000:10\nas 5:6,7", as: .root,
      are: """
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        parent 2 write /proc/CHILD/uid_map "0 100000 10"
        parent 3 write /proc/CHILD/gid_map "0 100000 10"
        child  4 setgroups(1, [7])
        child  4 setresgid(6, 6, 6)
        child  4 setresuid(5, 5, 5)
        """)
  }

  @Test func aGroupThatDoesNotExistInsideIsNotTaken() throws {
    try expectSteps(
      "ns user\nmap uid 0:100000:10\nas 5", as: .root,
      are: """
        parent 1 \
        clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWUSER|CLONE_PIDFD|CLONE_CLEAR_SIGHAND, \
        exit_signal=SIGCHLD}, 88)
        parent 2 write /proc/CHILD/uid_map "0 100000 10"
        parent 1 write /proc/CHILD/gid_map "0 0 1"
        child  3 setgroups(0, NULL)
        child  3 setresgid(0, 0, 0)
        child  3 setresuid(5, 5, 5)
        """)
  }

  @Test func aUserThatDoesNotExistInside() throws {
    try expectRefusal(
      "ns user\nas 5",
      is: """
        E0414 uid 5 does not exist inside
        at: as 5
        label: mapped: 0
        fix: `map uid 5:OUTSIDE`, or `as` one that is mapped
        """)
  }

  @Test func outsideOfTheRanges() throws {
    try expectRefusal(
      "ns user\nmap uid 0:100000:10 20:0\nas 11", as: .root,
      is: """
        E0414 uid 11 does not exist inside
        at: as 11
        label: mapped: 0-9 20
        fix: `map uid 11:OUTSIDE`, or `as` one that is mapped
        """)
  }

  @Test func aGroupIDThatDoesNotExistInside() throws {
    try expectRefusal(
      "ns user\nas 0:5",
      is: """
        E0414 gid 5 does not exist inside
        at: as 0:5
        label: mapped: 0
        fix: `map gid 5:OUTSIDE`, or `as` one that is mapped
        """)
  }

  @Test func groupsWhereSetgroupsIsDenied() throws {
    try expectRefusal(
      "ns user\nas 0:0,0",
      is: """
        E0414 groups need setgroups(2), which is denied here
        at: as 0:0,0
        label: only your own group is mapped
        why: without CAP_SETGID the kernel takes a map of your own group only, and denies others
        fix: leave the groups out, or run cloche as root
        """)
  }

  @Test func aGroupThatIsNotMapped() throws {
    try expectRefusal(
      "ns user\nas 0:0,5", as: .root,
      is: """
        E0414 gid 5 does not exist inside
        at: as 0:0,5
        label: mapped: 0
        fix: `map gid 5:OUTSIDE`, or `as` one that is mapped
        """)
  }
}
