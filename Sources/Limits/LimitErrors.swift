import Language

// What a host reports that cannot limit.
extension ErrorCode {
  package static var ofLimits: [ErrorCode] { [.controllerMissing, .notDelegated] }

  package static var controllerMissing: ErrorCode {
    ErrorCode(
      421, title: "the controller of this limit is not there",
      story: """
        Each kind of limit is the work of a controller: pids, memory, cpu, cpuset, io (blkio in v1), \
        devices, hugetlb. The kernel has to be built \
        with it, it must not be switched off at boot (cgroup_disable=), and it is in one hierarchy at \
        a time, v1 or v2, which must be mounted. If the message says that this host has none, nothing \
        was mounted that has it: usual in containers, and in a bare chroot.

        In v2 a group moreover has just those controllers that the group above passes on by its \
        cgroup.subtree_control; its own cgroup.controllers lists them. Services and sessions often \
        get only some of them. systemd gives them on request (cgroups(7)):

            ! cat /proc/cgroups
            ! grep cgroup /proc/mounts

          systemd-run --user --scope -p Delegate=yes cloche
        """)
  }

  package static var notDelegated: ErrorCode {
    ErrorCode(
      422, title: "you may not make control groups here",
      story: """
        Cloche makes its groups below the one that it is in itself, as only there it can know that \
        nobody else is disturbed; as root it also takes the top of what is mounted. Making a group is \
        making a folder, so you need the right to write there. EACCES, EPERM: you have it not. EROFS: \
        the control groups are mounted read-only, as in a container.

        EBUSY is a rule of v2: a group that passes controllers on may hold no processes itself. \
        Where cloche is alone in its group it moves into one below; where others are in it too, it \
        cannot. A group of your own, with the right to make more below it, is called a delegated \
        one, and systemd makes one for you (cgroups(7), systemd-run(1)):

          systemd-run --user --scope -p Delegate=yes cloche
        """)
  }
}
