/// The stories of the program's own options and files.
extension Stories {
  static func program(_ number: UInt16) -> String? {
    switch number {
    case 502:
      """
      cloche refuses to run with borrowed privileges

      The file of cloche has a set-user-ID or set-group-ID bit, or file capabilities: the kernel \
      gave it rights that its caller has not, and says so by AT_SECURE (getauxval(3)). Cloche runs \
      whatever program it is told, in whatever context, so all that would be done in the name of \
      somebody else. It ends at once, with status 125.

      Nothing of the kind is needed. User namespaces do the work without privileges, see `help \
      rootless`; and who must be root can be it before cloche starts, by sudo. To mend it:

        chmod u-s,g-s FILE
        setcap -r FILE
      """
    case 503:
      """
      one of cloche's own files can not be used

      Cloche has two: the rc file, whose commands run when a prompt begins, and the history. One \
      that can not be read or written costs a line of warning and no more: a session must not \
      depend on them. The warning names the path and the kernel's answer. A missing file is none; \
      the history is made, with the mode 0600.

        $XDG_CONFIG_HOME/cloche/rc         else ~/.config/cloche/rc
        $XDG_STATE_HOME/cloche/history     else ~/.local/state/cloche/history

      `--norc` and `--no-history` do without them. Mistakes within the rc file are shown like those \
      of any script, and the prompt comes all the same.
      """
    case 504:
      """
      cloche's own file is not safe from what would be inside

      Who enters a box that is up still runs from cloche's file until its execve. Somebody inside \
      who is root, or the owner of that file, could wait for such a process, hold on to the file by \
      way of /proc/PID/exe, and write to it once cloche has ended: the next cloche would be his. So \
      a prompt, and a script that has an `up`, begin anew from the same file on a read-only mount of \
      its own (for root), or from a sealed copy in memory (for others). Where the file is another's \
      and closed to you, as with an installed program, nothing of that is needed. Neither was \
      possible here: a kernel may forbid memory that can be executed (vm.memfd_noexec). To mend it, \
      as root:

        install -o root -m 755 cloche /usr/local/bin
      """
    default: nil
    }
  }
}
