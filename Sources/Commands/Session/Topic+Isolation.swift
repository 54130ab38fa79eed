// What isolation is made of.
extension Topic {
  static var namespacesText: String {
    """
    A namespace is the kernel's answer to one kind of question: which processes are there, what is \
    the hostname, what is mounted. Processes in different namespaces get different answers; all else \
    they share. A process is in one namespace of each kind, and its children are in the same ones \
    unless new ones are asked for. `ns` does that for the programs of `exec`.

      cgroup   where the tree of control groups seems to begin
      ipc      System V IPC objects and POSIX message queues
      mnt      what is mounted, and so which files there are
      net      network devices, addresses, routes and ports
      pid      process ids; the first process inside is PID 1
      time     the clocks since boot and CLOCK_MONOTONIC
      user     user and group ids, and how far capabilities reach
      uts      hostname and NIS domain name

    Each kind but `user` takes CAP_SYS_ADMIN to make; together with `user` everybody may make them. \
    A namespace is gone when no process is in it any more and nothing holds it open. No single kind \
    makes a sandbox: with `ns pid` alone the /proc of the host still shows all processes, until \
    `mount proc /proc` shows the new ones.

    To see them: each is a file in /proc/PID/ns, and processes in the same namespace have the same \
    number there. `${host:ns.KIND}` is cloche's own, `${job:ns.KIND}` that of the last program; \
    lsns(8) lists all. See namespaces(7), and pid_namespaces(7) and so on for each.

        ns user uts
        exec true
        echo ${host:ns.uts} outside, ${job:ns.uts} inside
        exec ls -l /proc/self/ns
    """
  }

  static var rootlessText: String {
    """
    Nearly everything works without root, with `ns user` in the context. In a user namespace of your \
    own you have all capabilities, but only over what belongs to it: the namespaces that are made \
    with it, not the host (user_namespaces(7), capabilities(7)). A program that is not uid 0 inside \
    loses them when it starts.

      namespaces    all eight kinds; a net namespace has a loopback of its own
      names         hostname, domainname
      files         root host, root DIR, bind
      mount         proc, tmpfs, devpts, sysfs, mqueue, dev
      powers        cap, seccomp
      ids           map root (0 inside is you), map self (your own ids)

    What reaches beyond it needs the host's consent:

      more ids than your own, further groups    CAP_SETUID and CAP_SETGID
      a higher hard limit by `rlimit`           CAP_SYS_RESOURCE
      `limit`                                   groups of your own: `help limits`
      device files, disks, the host's network   root

    You stay who you are: files that the root inside makes are yours outside, and files of others \
    appear as those of 65534, nobody. What is read-only or hidden from you on the host stays so. A \
    host may forbid user namespaces altogether; `have userns` tries it, and `help E0401` tells what \
    stands in the way.

        requires userns
        ns user mnt pid uts
        root host
        mount proc /proc
        exec id
    """
  }

  static var capabilitiesText: String {
    """
    What only root may do is divided into some forty capabilities: CAP_NET_RAW opens raw sockets, \
    CAP_CHOWN gives files away, CAP_SYS_ADMIN mounts and does a hundred other things \
    (capabilities(7)). Each holds over a user namespace: root of a new one has them all, over what \
    belongs to it, and none over the host.

      ns user               all of them inside, for anybody
      cap drop net_raw      one less, for good: no execve brings it back
      cap none              uid 0 inside, and as powerless as nobody
      cap keep chown        one more; behind `cap none`, the only one
      cap container         what a container needs; default with a root or a mount
      cap all               all of them, with which the program can undo its mounts
      as 1000               who is not uid 0 loses them when a program starts
      as 1000               with `cap keep chown` keeps that one, as ambient
      no-new-privs on       the default: set-user-ID programs bring nothing

    A program reads its own in /proc/self/status, as bits: CapEff is what holds, CapBnd the most \
    that it can ever get. `capsh --decode` has the names. A user namespace that the program makes \
    for itself gives it all of them again, but over nothing of its sandbox; `seccomp default` \
    forbids that too.

        ns user
        cap none
        cap keep chown net_bind_service
        exec grep Cap /proc/self/status
    """
  }

  static var limitsText: String {
    """
    A control group is a set of processes that the kernel counts and limits together. Groups are \
    folders under /sys/fs/cgroup, limits are files in them, and a controller is the part of the \
    kernel that enforces one kind. Children are born in the group of their parent, so nothing that a \
    program starts is left out. In cgroup v1 each controller may have a tree of its own, in v2 there \
    is one tree for all (cgroups(7)). `limit` has the same words for both.

    For each launch cloche makes a group below its own, writes the limits, lets the child begin in \
    it (v2) or enter it as its first step (v1), and at the end kills what is left and removes it. At \
    the limit:

      pids       fork fails with EAGAIN, which programs report in many ways
      memory     the kernel takes back what it can, then kills: status 137
      swap       what does not fit into memory and swap is killed too
      cpu        nothing fails; the program waits for the next tenth of a second
      cpus       it sees fewer CPUs: sched_getaffinity(2), nproc(1)
      mems       its memory lies on these nodes of the machine only: numa(7)
      io, net    nothing fails; reads, writes and packets wait
      devices    open and mknod fail with EPERM, whoever asks
      hugetlb    mmap fails with ENOMEM

    `cpu-weight` and `io-weight` matter only where others want the same CPU or disk. `io-weight` needs \
    a disk with the scheduler BFQ, or io.cost. `notify-on-release` limits nothing: `help limit`.

    `rlimit` is something else: most of its limits hold for each process alone, so that a program \
    gets round them by starting another.

    Root may make groups. Others may where a group was delegated to them, which systemd does by \
    `systemd-run --user --scope -p Delegate=yes cloche`; if not, the launch is refused (E0422) and \
    never runs without its limits. `limit` alone shows what was asked for and what the kernel \
    stored, `help limit` the resources.

        limit pids 20
        limit memory 64M
        limit cpu 50%
        limit
        exec cat /proc/self/cgroup
    """
  }
}
