import Language

// What any command reports about its arguments.
extension ErrorCode {
  static var ofArguments: [ErrorCode] {
    [
      .missingArgument,
      .unexpectedArgument,
      .unknownOption,
      .badValue,
      .outOfRange,
      .unknownWord,
    ]
  }

  package static var missingArgument: ErrorCode {
    ErrorCode(
      201, title: "an argument is missing",
      story: """
        The caret stands where it should have been written, and the note shows the whole usage: \
        capital letters stand for what you choose, `[...]` may be left out, `a|b` is one of the two, \
        and `...` means one or more. A definition takes exactly as many arguments as its `def` names.

        A variable is always one word, even when it is empty, so a missing argument never comes from \
        a variable without a value; `$@` however gives no word at all where the script has no \
        arguments.

            limit pids 20
            def greet who { echo hello $who }
            greet world
        """)
  }

  package static var unexpectedArgument: ErrorCode {
    ErrorCode(
      202, title: "more arguments than the command takes",
      story: """
        The caret is at the first word that has no place in the usage. Often it belongs to the word \
        before it, and a blank has to be quoted. Or it is on the wrong side: options come right \
        behind the command's name, since whatever follows the first argument belongs to the program \
        that is run, dashes or not.

            let who = 'the world'
            exec --timeout 5s sleep 1
        """)
  }

  package static var unknownOption: ErrorCode {
    ErrorCode(
      203, title: "an unknown option",
      story: """
        The note lists the options that there are. They stand before the first argument, as \
        `--timeout 5s` or `--timeout=5s`, and `--` ends them, for an argument that begins with two \
        dashes itself. A command that has no options takes such words as plain arguments.

            exec --stdin null -- cat
            plan --json true
            echo --this is no option
        """)
  }

  package static var badValue: ErrorCode {
    ErrorCode(
      204, title: "a value that is not written as it should be",
      story: """
        Each command knows what its values are, and checks them before anything runs. The label says \
        what is expected. Sizes carry a unit of 1024: 64K 512M 2G; a bare number would leave you to \
        guess whether bytes, pages or kilobytes are meant, as the files of the kernel themselves do \
        not agree. Durations are 250ms 5s 2m 1h, id maps IN:OUT:COUNT, shares of a CPU 50% or 1.5. \
        Mount points are absolute and hold no `..`: they are places inside, and begin at its root.

            limit memory 64M
            limit cpu 1.5
            exec --timeout 250ms true
        """)
  }

  package static var outOfRange: ErrorCode {
    ErrorCode(
      205, title: "a value that is out of range",
      story: """
        It is written as it should be, but no such amount can be asked for. Cloche never clips a \
        value to the nearest possible one: a number that 64 bits do not hold, a negative limit or a \
        name too long for the kernel are errors, because a limit that silently is another limit \
        protects nobody. The label shows the bounds.

        Some of them are the kernel's own: 64 bytes for a hostname (uname(2)), 4294967294 as the \
        highest id, as the number above it means "leave it as it is" to setresuid(2), 1% as the \
        least CPU time, since a quota is at least one of the hundred milliseconds of a period. A \
        tmpfs takes no size of 0 here, since the kernel would read it as no limit at all.

            limit cpu 1%
            limit pids max
        """)
  }

  package static var unknownWord: ErrorCode {
    ErrorCode(
      206, title: "a word that is not among those there are",
      story: """
        Where a command takes one of a fixed set of words, any other is refused, and the nearest one \
        is suggested. The usage or the note lists the set. Words are compared exactly; capital \
        letters are other letters.

        If the word was meant as a name, it may clash with one of them: `root host` is the tree made \
        from this host's own folders, `root ./host` a folder of that name.

            mount tmpfs /tmp size=16M mode=1777
            have userns
            root ./host
        """)
  }
}
