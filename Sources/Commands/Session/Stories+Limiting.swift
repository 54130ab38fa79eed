/// The stories of control groups, and of contexts that break a rule.
extension Stories {
  static func limiting(_ number: UInt16) -> String? {
    switch number {
    case 420:
      """
      a control group could not be made or set

      For `limit` cloche makes a group, a folder below its own in /sys/fs/cgroup, writes the limits \
      to files in it, and has the child begin there. You may do that here; the kernel refused all \
      the same. EINVAL, ERANGE: it does not take this value, for example on v1 a share of the CPU that \
      is larger than that of the group above, or a CPU that there is not. EAGAIN: a group above allows no more groups below \
      (cgroup.max.descendants, cgroup.max.depth). What `limit io` names must be a whole disk: where it \
      is none at the launch, that is refused before the kernel is asked.

      The message names the file and the value. Without arguments `limit` shows what was asked for, \
      and what the kernel made of it at the last run: memory is rounded to pages (cgroups(7)).

          limit memory 64M
          limit
          ! cat /proc/self/cgroup
      """
    case 421:
      """
      the controller of this limit is not there

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
      """
    case 422:
      """
      you may not make control groups here

      Cloche makes its groups below the one that it is in itself, as only there it can know that \
      nobody else is disturbed; as root it also takes the top of what is mounted. Making a group is \
      making a folder, so you need the right to write there. EACCES, EPERM: you have it not. EROFS: \
      the control groups are mounted read-only, as in a container.

      EBUSY is a rule of v2: a group that passes controllers on may hold no processes itself. \
      Where cloche is alone in its group it moves into one below; where others are in it too, it \
      can not. A group of your own, with the right to make more below it, is called a delegated \
      one, and systemd makes one for you (cgroups(7), systemd-run(1)):

        systemd-run --user --scope -p Delegate=yes cloche
      """
    case 450:
      """
      this needs a namespace of its own

      Some settings belong to a namespace. Without a new one they would change the host, or show \
      it to the inside, or could not work; so they are refused before anything runs, and the fix \
      line has the command that mends it. The order of the commands does not matter, only what is \
      set when `exec` comes.

        hostname, domainname  ns uts    the host would be renamed
        mount, bind           ns mnt    the host's own tree would change
        root host, DIR ro     ns mnt    they are made of mounts
        mount proc            ns pid    it would show the host's processes
        map                   ns user   there is nothing to map ids for
        mount mqueue, sysfs   ns ipc, ns net, where `ns user` is set

      The last line is a rule of the kernel: such a mount shows an ipc or net namespace, and who \
      mounts it must be privileged over that one. The host's belongs to the host's user namespace \
      (namespaces(7), user_namespaces(7)).

          ns uts user
          hostname mocker
          exec hostname
      """
    case 451:
      """
      two settings contradict each other

      Each is fine alone, together they can not work; the label says why. A process can not enter a \
      new pid or time namespace itself, only the children it makes afterwards are in it \
      (pid_namespaces(7), time_namespaces(7)). So `init off` leaves nobody to be in a time \
      namespace, and `exec --replace`, which makes no child, can have neither kind. Nor can it have \
      what somebody has to look after: id maps that a parent must write, a control group that has \
      to be removed, output that is to be captured.

          ns user time
          init on
          exec true
      """
    default: nil
    }
  }
}
