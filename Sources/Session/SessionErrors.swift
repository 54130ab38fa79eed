import Language

// What a session reports.
extension ErrorCode {
  package static var ofSession: [ErrorCode] {
    [
      .unknownCommand,
      .undefinedVariable,
      .backgroundNotPossible,
      .ambiguousAbbreviation,
      .sourceDepth,
      .unreadableFile,
      .callDepth,
      .stopped,
      .captureTooLarge,
      .timedOut,
      .notSucceeded,
      .noSuchJob,
      .boxIsDown,
      .childDied,
      .unprotectedFile,
    ]
  }

  package static var unknownCommand: ErrorCode {
    ErrorCode(
      101, title: "an unknown command",
      story: """
        The first word of a command is one of cloche's commands, a word of the language such as `if`, \
        or a name that `def` has defined. Unlike in a shell it is never looked up along PATH: a slip \
        of the fingers should not start a program on the host. `exec ls` runs ls in the context that \
        is being built, `! ls` runs it on the host.

        A whole script is checked before any of it runs, so this error usually means that nothing \
        was done. It can also come during the run, where a definition is called before its `def` was \
        reached. At the prompt the beginning of a command's name is enough; in a script it is not, \
        since a script has to mean the same when there are more commands.

            exec ls /
            ! ls /
            def greet who { echo hello $who }
            greet world
        """)
  }

  package static var undefinedVariable: ErrorCode {
    ErrorCode(
      108, title: "a variable that was not set",
      story: """
        A variable exists from the `let`, `for` or `capture` on that sets it, a parameter within its \
        `def`, and $1 up to $# where the script was given that many arguments. Using any other is an \
        error and not an empty word: `rm -r $dir/` would become `rm -r /`. `~` falls under the same \
        rule when $HOME is not set.

        This is found out at the run, when the command is reached: what came before has been done. \
        ${job:FACT} has a value once a program has run, ${env:NAME} where cloche's own environment \
        has it. For a value that may be missing say what takes its place:

            let dir = /tmp
            echo $dir ${name:-nobody} ${1:-none}
        """)
  }

  package static var backgroundNotPossible: ErrorCode {
    ErrorCode(
      111, title: "this can not run in the background",
      story: """
        A `&` at the end asks cloche to go on while something still runs. Only a program can do \
        that, and only `exec` starts one in the context. All other commands work within cloche \
        itself, one after another; they are over when the next one begins.

        If the `&` was meant as text, quote it:

            echo 'salt & pepper'
        """)
  }

  package static var ambiguousAbbreviation: ErrorCode {
    ErrorCode(
      112, title: "an abbreviation of several commands",
      story: """
        At the prompt the beginning of a command's name stands for the whole, as long as there is \
        only one such command; the label lists the ones there are. Type another letter or two. In \
        scripts names are always written out.

            hostname mocker
        """)
  }

  package static var sourceDepth: ErrorCode {
    ErrorCode(
      301, title: "files source each other too deep",
      story: """
        Files may `source` files 32 deep. More than that is nearly always a circle: a file that \
        sources itself, by way of others perhaps. The notes show the way that led here, the nearest \
        place first. A circle is fine as long as it ends, so let an `if` decide; and what two files \
        both need is better sourced once, by the file that sources them both.

            let depth = 3
            if test $depth lt 3 { source deeper.cloche }
        """)
  }

  package static var unreadableFile: ErrorCode {
    ErrorCode(
      302, title: "a file could not be read",
      story: """
        `source` could not open or read its file; the message names the path that was tried and the \
        kernel's answer. A relative path begins at the folder of the file that has the `source` in \
        it, not at the working directory, so that a set of scripts can be moved as one; at the \
        prompt and in `-c` it begins where cloche was started.

        ENOENT: there is nothing of that name, or a folder on the way is missing. EACCES: you may \
        not read it, or not enter a folder on the way (path_resolution(7)). EISDIR: it is a folder. \
        EFBIG: it is larger than the 1 GiB that a script may have.

            ! ls -l /etc/hosts
        """)
  }

  package static var callDepth: ErrorCode {
    ErrorCode(
      303, title: "definitions call each other too deep",
      story: """
        Calls of definitions may be 200 deep. Calls inside calls are kept in a list and not on the \
        machine's stack, so the limit is no danger but a help: a definition that calls itself without \
        an end should stop while its notes still fit on the screen. Let an `if` end the recursion, or \
        write a loop:

            def again word { if test $word is stop { echo done } else { again stop } }
            again go
            repeat 3 { exec true }
        """)
  }

  package static var stopped: ErrorCode {
    ErrorCode(
      305, title: "the script stops at a program that failed",
      story: """
        A command with another status than 0 ends the script, and the script's status is the same. A \
        program says for itself what was wrong, or says nothing; so cloche adds the place. For the \
        last command of a script there is nothing to stop, and nothing is said.

        This holds everywhere, in definitions and loops too. There are two ways round it, both \
        visible: `try` goes on and leaves the status in $?, `if` decides by it. A program that a \
        signal ended has 128 and the number of the signal as its status.

            try exec sh -c 'exit 3'
            if test $? is 3 { echo 'as expected' }
        """)
  }

  package static var captureTooLarge: ErrorCode {
    ErrorCode(
      306, title: "more output than a variable holds",
      story: """
        `capture` keeps at most 1 MiB of what a program writes. A longer output is not cut short, \
        since half an answer looks like a whole one: the program is killed, and the script stops. Let \
        the program say less, or let it write a file.

            capture exec sh -c 'head -c 1000 /etc/services'
            exec sh -c 'ls -R /etc > /tmp/list'
        """)
  }

  package static var timedOut: ErrorCode {
    ErrorCode(
      308, title: "the program's time was up",
      story: """
        `exec --timeout` ends a program that is still running when the time is over: first by \
        SIGTERM, which it may use to clean up, and a second later by SIGKILL, which nobody can refuse \
        (signal(7)). Its processes end with it, and the status is 124, as with timeout(1). The clock \
        begins with the command, so setting up the sandbox counts.

        With `cloche --timeout` the same happens to the whole run; the message is then a plain line.

            try exec --timeout 200ms sleep 5
            assert $? is 124
        """)
  }

  package static var notSucceeded: ErrorCode {
    ErrorCode(
      309, title: "a failure was expected, and there was none",
      story: """
        `not` turns a status round: it succeeds where its command fails. A script that says `not exec \
        cat /etc/shadow` claims that the sandbox forbids it, and this error says that the claim is \
        wrong. If the command may succeed or fail, use `try` or `if` instead. Mind that `not` is \
        content with any failure: a program that does not even exist fails too.

            not exec false
            if not exec false { echo 'failed as it should' }
        """)
  }

  package static var noSuchJob: ErrorCode {
    ErrorCode(
      312, title: "there is no such job",
      story: """
        A job is a program that was started and whose end has not been taken note of yet. Its number \
        is written with a percent sign, as in %1, and is free again once the job is over. So a job \
        that has ended can not be named any more, and neither can one of another cloche. What is \
        known of the last job that ended stays readable:

            exec true
            echo ${job:pid} ${job:status} ${job:reason}
        """)
  }

  package static var boxIsDown: ErrorCode {
    ErrorCode(
      315, title: "the box is not up",
      story: """
        `down`, and `box` as an argument of `stat`, `freeze` and others, mean a box that `up` has \
        brought up. Either it never was, or it is not any more: its first process holds it, and when \
        that is killed, by hand or for want of memory, what was made for the box is gone with it. \
        cloche then says so at the next `exec` instead of quietly running the program in a fresh \
        sandbox. `boxes` tells which are up.

            ns uts user
            up
            boxes
            down
        """)
  }

  package static var childDied: ErrorCode {
    ErrorCode(
      404, title: "the child ended without a word",
      story: """
        Between the clone and the program the child works through its steps. If one is refused it \
        reports the step, and just before execve it reports that all were made. This child ended and \
        had reported neither, so somebody killed it: the kernel for lack of memory, in its control \
        group or on the whole machine, or a kill from outside.

        The kernel's log tells of the first, if you may read it. If `limit memory` is set, raise it: \
        the steps before the program count as well (cgroups(7)).

            ! sh -c 'dmesg | tail'
        """)
  }

  package static var unprotectedFile: ErrorCode {
    ErrorCode(
      504, title: "cloche's own file is not safe from what would be inside",
      story: """
        Who enters a box that is up still runs from cloche's file until its execve. Somebody inside \
        who is root, or the owner of that file, could wait for such a process, hold on to the file by \
        way of /proc/PID/exe, and write to it once cloche has ended: the next cloche would be his. So \
        a prompt, and a script that has an `up`, begin anew from the same file on a read-only mount of \
        its own (for root), or from a sealed copy in memory (for others). Where the file is another's \
        and closed to you, as with an installed program, nothing of that is needed. Neither was \
        possible here: a kernel may forbid memory that can be executed (vm.memfd_noexec). To mend it, \
        as root:

          install -o root -m 755 cloche /usr/local/bin
        """)
  }
}
