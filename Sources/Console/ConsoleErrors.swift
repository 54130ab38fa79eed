import Language

// What the program reports about itself.
extension ErrorCode {
  package static var ofConsole: [ErrorCode] {
    [.noTerminal, .privilegedFile, .brokenFile, .folderAsDescriptor]
  }

  package static var noTerminal: ErrorCode {
    ErrorCode(
      313, title: "there is no terminal",
      story: """
        Something needs a terminal as standard input, and standard input is a file, a pipe or \
        /dev/null. The prompt, with `cloche -i` for example, is such a thing. Services, cron and most \
        build machines run without a terminal, and `ssh HOST COMMAND` makes none unless you say \
        `ssh -t`. A script can ask beforehand:

            if have tty { echo 'someone may be watching' }
        """)
  }

  package static var privilegedFile: ErrorCode {
    ErrorCode(
      502, title: "cloche refuses to run with borrowed privileges",
      story: """
        The file of cloche has a set-user-ID or set-group-ID bit, or file capabilities: the kernel \
        gave it rights that its caller has not, and says so by AT_SECURE (getauxval(3)). Cloche runs \
        whatever program it is told, in whatever context, so all that would be done in the name of \
        somebody else. It ends at once, with status 125.

        Nothing of the kind is needed. User namespaces do the work without privileges, see `help \
        rootless`; and who must be root can be it before cloche starts, by sudo. To mend it:

          chmod u-s,g-s FILE
          setcap -r FILE
        """)
  }

  package static var brokenFile: ErrorCode {
    ErrorCode(
      503, title: "one of cloche's own files cannot be used",
      story: """
        Cloche has two: the rc file, whose commands run when a prompt begins, and the history. One \
        that cannot be read or written costs a line of warning and no more: a session must not \
        depend on them. The warning names the path and the kernel's answer. A missing file is none; \
        the history is made, with the mode 0600.

          $XDG_CONFIG_HOME/cloche/rc         else ~/.config/cloche/rc
          $XDG_STATE_HOME/cloche/history     else ~/.local/state/cloche/history

        `--norc` and `--no-history` do without them. Mistakes within the rc file are shown like those \
        of any script, and the prompt comes all the same.
        """)
  }

  package static var folderAsDescriptor: ErrorCode {
    ErrorCode(
      505, title: "a standard descriptor is a folder",
      story: """
        Standard input, output or error of cloche is a folder. The programs that cloche starts inherit \
        these three, and paths can begin at a descriptor (openat(2)): from one that is a folder, `..` \
        leads up to the real root, past every root that a program is given. Cloche ends at once, with \
        status 125, before anything is run. A shell makes such a descriptor by a redirection from a \
        folder, as in `cloche < /srv`; redirect a file, or:

          cloche FILE < /dev/null
        """)
  }
}
