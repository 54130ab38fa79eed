/// The stories of launches that the kernel, or a rule, refused.
extension Stories {
  static func launching(_ number: UInt16) -> String? {
    switch number {
    case 401:
      """
      the child could not be cloned

      A launch begins with one system call, clone3, to which new namespaces are flags: CLONE_NEWUTS \
      and so on (clone(2), namespaces(7)). The kernel makes the child with all of them or not at \
      all. (The kinds `cgroup` and `time` come a little later, by unshare.)

      EPERM: every kind but `user` takes CAP_SYS_ADMIN. With `ns user` in the same call the kernel \
      makes the user namespace first and gives the others to it, so that anybody may have them \
      (user_namespaces(7)); unless this host forbids it, by a sysctl of the distribution, a seccomp \
      filter around a container, or because cloche is in a chroot. ENOSPC: a limit in \
      /proc/sys/user is reached, or 32 user namespaces are nested. EAGAIN: no more processes, by \
      RLIMIT_NPROC or by pids.max of a control group. EINVAL: this kernel was built without a kind. \
      ENOSYS: it is older than clone3, or a filter says so. Where the why line says checked, this was tested on this host.

          if have userns { echo 'you may make user namespaces' }
          ! sh -c 'cat /proc/sys/user/max_*_namespaces'
      """
    case 402:
      """
      there is no such program

      A name with a slash is taken as it is. Any other is tried in each folder of PATH, by an \
      execve for each: nothing is looked up beforehand, as it could change before it is used. This \
      happens at the very end of the launch, when the root has been switched, so only what lies in \
      the root can be found, and PATH is that of the inside. Relative entries of PATH are left out: \
      they would run whatever lies in the working directory.

      The note lists the places. If the program is on the host, `bind` it with its libraries, or \
      take `root host`. The status is 127, as shells have it (execve(2), environ(7)).

          ns user mnt
          root host
          exec sh -c 'echo $PATH'
      """
    case 403:
      """
      the program is there, but can not be executed

      The kernel found a file and would not run it; the status is 126 (execve(2)). EACCES: no x in \
      its mode, a folder, or a mount with noexec. ENOENT, though the file is there: its interpreter \
      is not, which is the path behind `#!`, or the dynamic loader that an ELF file names. In a \
      small root that is the usual case: a program without its libraries. ENOEXEC: no program for \
      this machine, or a script without a `#!` line; a shell would run that by itself, execve does \
      not. E2BIG and ENOMEM: too many or too long arguments, or a memory limit that leaves no room \
      to begin in.

      What the message calls checked inside was looked at by the child at the moment of the \
      refusal. `file` and `readelf -l` show the interpreter of a program:

          ! sh -c 'readelf -l /bin/sh | grep interpreter'
      """
    case 404:
      """
      the child ended without a word

      Between the clone and the program the child works through its steps. If one is refused it \
      reports the step, and just before execve it reports that all were made. This child ended and \
      had reported neither, so somebody killed it: the kernel for lack of memory, in its control \
      group or on the whole machine, or a kill from outside.

      The kernel's log tells of the first, if you may read it. If `limit memory` is set, raise it: \
      the steps before the program count as well (cgroups(7)).

          ! sh -c 'dmesg | tail'
      """
    case 410:
      """
      the kernel refused a step of the launch

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
      """
    case 411:
      """
      a mount was refused

      Mounts are made by descriptor: fsopen, fsconfig and fsmount make a file system, open_tree \
      copies a part of the host for `bind`, and move_mount puts it in its place (fsopen(2), \
      open_tree(2)). The place is opened inside the root by openat2, so that no link in it leads \
      out. ENOENT at openat2: there is no such folder inside. It is made only within a tmpfs that \
      cloche has just mounted, since in your root file system it would stay behind. ELOOP: the \
      place for proc, sysfs or dev is a link, or lies behind one.

      EPERM: mounting takes CAP_SYS_ADMIN in the user namespace that owns the mount namespace; \
      `ns user mnt` gives it to everybody, for the file systems that are safe in such hands. Also, \
      proc and sysfs may not show there what is mounted over where you come from, as container \
      runtimes do with parts of /proc. EINVAL at open_tree: `norec` would uncover what lies below a \
      mount (mount_namespaces(7)).

          ns user pid mnt
          root host
          mount proc /proc
          exec ls /proc
      """
    case 412:
      """
      an id map was refused

      A user namespace starts without ids: until its maps are written everybody in it is nobody. \
      A line "0 1000 10" in /proc/PID/uid_map says that the ten ids from 0 inside are those from \
      1000 outside. Each map can be written once, and the kernel is strict about by whom \
      (user_namespaces(7)).

      With CAP_SETUID outside (CAP_SETGID for gid_map) any ids may be mapped that exist there; \
      cloche then writes the file itself while the child waits. To map the 0 of outside takes \
      CAP_SETFCAP as well, since Linux 5.12. Without the capability you may map a single id, your \
      own; and groups only after "deny" was written to /proc/PID/setgroups, since a process that \
      drops a group could get past files that are closed to just this group (CVE-2014-8989). \
      EINVAL: more than 340 ranges, or more text than a page of memory holds. EACCES can come from \
      AppArmor, which may let a user namespace be made and then deny it all capabilities.

          ns user
          map self
          exec cat /proc/self/uid_map
      """
    case 413:
      """
      the root or the working directory could not be taken

      With `ns mnt` the folder is copied as a mount over `/`, pivot_root swaps it with the old root, \
      and the old one is unmounted: nothing of it can be reached any more. Without `ns mnt`, or with \
      the word `chroot`, chroot(2) only moves the place where paths begin; a program with \
      CAP_SYS_CHROOT can leave that again, by a second chroot and enough `..`.

      ENOENT: the folder is not there; for `root` it has to be on the host, for `cd` inside. \
      ENOTDIR: it is something else than a folder. EACCES: you may not enter a folder on the way. \
      EPERM: chroot takes CAP_SYS_CHROOT, the mount CAP_SYS_ADMIN, and `ns user` gives both. EINVAL \
      at pivot_root: the present root can not be moved, as in an initial ramfs (pivot_root(2)).

          ns user mnt
          root host
          cd /tmp
          exec pwd
      """
    case 414:
      """
      the program can not have this identity

      `as` becomes setgroups, setresgid and setresuid, in this order, since a changed uid takes the \
      right to change the others away. Outside of a user namespace that takes CAP_SETGID \
      and CAP_SETUID. Inside of one the ids have to exist there, that is, to be mapped; cloche \
      checks this before it starts anything, and the label lists the ids there are. And where one \
      group only is mapped by somebody without CAP_SETGID, the kernel wants setgroups denied, so \
      that no further groups can be had (user_namespaces(7), credentials(7)).

          ns user
          map self
          exec id
      """
    case 415:
      """
      a resource limit was refused

      Each limit has two values: the soft one holds, the hard one is how far the soft one may be \
      raised. Anybody may lower a hard limit, but only CAP_SYS_RESOURCE may raise one, and it has \
      to be the host's: the root of a user namespace has it not (getrlimit(2)). Moreover `nofile` \
      can not go above /proc/sys/fs/nr_open, not even by root.

      Take a value up to the present hard limit, or start cloche with a higher one.

          ! sh -c 'ulimit -H -a; cat /proc/sys/fs/nr_open'
          rlimit nofile 64
          exec sh -c 'ulimit -n'
      """
    case 416...417: forbidding(number)
    case 420...499: limiting(number)
    default: nil
    }
  }
}
