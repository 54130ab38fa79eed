import Language

// What steps and rules of several facets report.
extension ErrorCode {
  static var ofLaunch: [ErrorCode] {
    [
      .stepRefused,
      .controlGroupRefused,
      .needsNamespace,
      .contradiction,
    ]
  }

  package static var stepRefused: ErrorCode {
    ErrorCode(
      410, title: "the kernel refused a step of the launch",
      story: """
        An `exec` is a list of system calls, and the kernel said no to one of them. The message has \
        the step's number, the call with its arguments, and the kernel's answer; the excerpt shows \
        the command that asked for the step. Nothing is left of the launch: the program has not run, \
        and the status is 125.

        For this step no cause is known that could be tested here. Section 2 of the manual pages \
        describes each call, and under ERRORS what the answer can mean. `plan` shows the whole \
        list with the same numbers, `cloche -x` each step with its result and time. ENOSYS means a \
        kernel that is too old (cloche needs Linux 5.12), or a seccomp filter that hides the call.

            ns uts user
            hostname mocker
            plan sh
        """)
  }

  package static var controlGroupRefused: ErrorCode {
    ErrorCode(
      420, title: "a control group could not be made or set",
      story: """
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
        """)
  }

  package static var needsNamespace: ErrorCode {
    ErrorCode(
      450, title: "this needs a namespace of its own",
      story: """
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
        """)
  }

  package static var contradiction: ErrorCode {
    ErrorCode(
      451, title: "two settings contradict each other",
      story: """
        Each is fine alone, together they cannot work; the label says why. A process cannot enter a \
        new pid or time namespace itself, only the children it makes afterwards are in it \
        (pid_namespaces(7), time_namespaces(7)). So `init off` leaves nobody to be in a time \
        namespace, and `exec --replace`, which makes no child, can have neither kind. Nor can it have \
        what somebody has to look after: id maps that a parent must write, a control group that has \
        to be removed, output that is to be captured.

            ns user time
            init on
            exec true
        """)
  }
}
