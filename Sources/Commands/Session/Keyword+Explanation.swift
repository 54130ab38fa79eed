import Language

// What the words of the language do, at length.
extension Keyword {
  /// What `help` tells of it behind its usage.
  var explanation: String {
    switch self {
    case .if, .else: Self.ifText
    case .for: Self.forText
    case .repeat: Self.repeatText
    case .def: Self.defText
    case .scope: Self.scopeText
    case .try: Self.tryText
    case .not: Self.notText
    case .capture: Self.captureText
    }
  }

  private static var ifText: String {
    """
    Runs the first block where the command succeeds, else the second, if there is one. The condition \
    is one simple command, with `not` before it where the opposite is meant; that it fails is an \
    answer here and stops nothing. `test` compares words, `have` asks the host, and a program that \
    `exec` runs may decide as well. If the question is longer, `def` a command for it.

    `else` stands on the line of the `}` before it, and another `if` may follow it.

        if have userns {
          ns user
        } else if not have root {
          echo 'neither root nor user namespaces'
          quit 1
        }
        if exec test -e /etc/hosts { echo 'there is one inside' }
    """
  }

  private static var forText: String {
    """
    Runs the block once for each word, with the word in $NAME, which keeps its last value \
    afterwards. The words are worked out before the first round. A variable is one word, whatever it \
    holds; `$@` is one for each argument of the script, and may be none. What the block does to the \
    context stays; put a `scope` inside to have each round begin afresh.

        for kind in uts ipc net {
          scope {
            ns user $kind
            exec readlink /proc/self/ns/$kind
          }
        }
        for argument in $@ { echo $argument }
    """
  }

  private static var repeatText: String {
    """
    Runs the block COUNT times, 0 included. There is no variable that counts: take `for` where the \
    rounds differ. Like everywhere, a command that fails ends the loop and the script.

        let rounds = 3
        repeat $rounds { exec true }
    """
  }

  private static var defText: String {
    """
    Makes a command of your own, from there on. It takes exactly one argument for each parameter; \
    within the block they are variables, which vanish at its end. Everything else is shared with the \
    rest of the script: other variables, the context, and $1, which is the script's argument here \
    too. `scope` inside the block keeps a context to itself.

    A definition is as strict inside as anything: the first command that fails ends it, with that \
    status, also where it is called as a condition. The name is written in small letters, digits and \
    `-`, and cannot be one that is taken.

        def named name {
          scope {
            ns user uts
            hostname $name
            exec hostname
          }
        }
        named one
        named two
    """
  }

  private static var scopeText: String {
    """
    Whatever the block changes in the context is forgotten at its end: namespaces, root, mounts, \
    limits, all of it, and the end is also the end where a command fails. It is a value that is put \
    back, nothing in the kernel has to be undone. Variables and definitions are no part of the \
    context and stay.

    With the name of a box the block goes on in that box, which is made if it is new, and comes back \
    afterwards; what it sets there stays there.

        ns user uts
        hostname outer
        scope {
          hostname inner
          exec hostname
        }
        exec hostname
    """
  }

  private static var tryText: String {
    """
    Runs the command, and goes on whatever comes of it. The status is in $?. What went wrong is still \
    said, so that nothing is hidden: only the stop is left out. It is for cases in which both answers \
    are fine, or the status is to be looked at; to decide by success alone, `if` is shorter.

        try exec sh -c 'exit 3'
        assert $? is 3
        try capture exec cat /no/such/file
        if test $? gt 0 { echo 'could not be read' }
    """
  }

  private static var notText: String {
    """
    Succeeds where the command fails, and fails where it succeeds. In a script it claims that \
    something is impossible, and stops if it is possible after all; behind `if` it asks for the \
    opposite. Any failure will do, also that of a program that does not exist: look at the status \
    by `try` if it has to be a certain one.

        ns user mnt
        root host
        not exec touch /etc/hosts
        if not exec test -w /etc { echo 'read-only, as it should be' }
    """
  }

  private static var captureText: String {
    """
    Keeps what the command writes to standard output in $out, instead of showing it. Newlines at the \
    end are cut, all else stays as it is; standard error is not captured. At most 1 MiB of a \
    program's output is kept, more is an error. The status is that of the command, and $out is set \
    where it fails, too. Commands of cloche itself can be captured as well.

        ns user uts
        hostname mocker
        capture exec hostname
        assert $out is mocker
        let inside = $out
        capture host hostname
        assert $out is-not $inside
    """
  }
}
