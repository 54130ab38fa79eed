/// The stories of what stops a script while it runs.
extension Stories {
  static func running(_ number: UInt16) -> String? {
    switch number {
    case 301:
      """
      files source each other too deep

      Files may `source` files 32 deep. More than that is nearly always a circle: a file that \
      sources itself, by way of others perhaps. The notes show the way that led here, the nearest \
      place first. A circle is fine as long as it ends, so let an `if` decide; and what two files \
      both need is better sourced once, by the file that sources them both.

          let depth = 3
          if test $depth lt 3 { source deeper.cloche }
      """
    case 302:
      """
      a file could not be read

      `source` could not open or read its file; the message names the path that was tried and the \
      kernel's answer. A relative path begins at the folder of the file that has the `source` in \
      it, not at the working directory, so that a set of scripts can be moved as one; at the \
      prompt and in `-c` it begins where cloche was started.

      ENOENT: there is nothing of that name, or a folder on the way is missing. EACCES: you may \
      not read it, or not enter a folder on the way (path_resolution(7)). EISDIR: it is a folder. \
      EFBIG: it is larger than the 1 GiB that a script may have.

          ! ls -l /etc/hosts
      """
    case 303:
      """
      definitions call each other too deep

      Calls of definitions may be 200 deep. Calls inside calls are kept in a list and not on the \
      machine's stack, so the limit is no danger but a help: a definition that calls itself without \
      an end should stop while its notes still fit on the screen. Let an `if` end the recursion, or \
      write a loop:

          def again word { if test $word is stop { echo done } else { again stop } }
          again go
          repeat 3 { exec true }
      """
    case 304:
      """
      an assertion failed

      `assert A OP B` holds or stops the script with status 1. The message shows both words as they \
      were at that moment, quoted where they hold blanks. `is` and `is-not` compare bytes, \
      `contains` looks for a part, `matches` takes an extended regular expression (regex(7)), and \
      `lt le gt ge` compare whole numbers.

      `capture` cuts the newlines at the end, but nothing else: blanks at the end of a program's \
      output count. To ask without stopping, use `test`:

          capture exec echo one two
          assert $out contains two
          if test $out is one { echo short }
      """
    case 305:
      """
      the script stops at a program that failed

      A command with another status than 0 ends the script, and the script's status is the same. A \
      program says for itself what was wrong, or says nothing; so cloche adds the place. For the \
      last command of a script there is nothing to stop, and nothing is said.

      This holds everywhere, in definitions and loops too. There are two ways round it, both \
      visible: `try` goes on and leaves the status in $?, `if` decides by it. A program that a \
      signal ended has 128 and the number of the signal as its status.

          try exec sh -c 'exit 3'
          if test $? is 3 { echo 'as expected' }
      """
    case 306:
      """
      more output than a variable holds

      `capture` keeps at most 1 MiB of what a program writes. A longer output is not cut short, \
      since half an answer looks like a whole one: the program is killed, and the script stops. Let \
      the program say less, or let it write a file.

          capture exec sh -c 'head -c 1000 /etc/services'
          exec sh -c 'ls -R /etc > /tmp/list'
      """
    case 307:
      """
      this host lacks something that the script requires

      `requires` at the head of a script names what it can not do without, so that it stops before \
      its first step and not in the middle. Each feature is tried where trying is the only way to \
      know: `userns` makes a user namespace and drops it. `help have` lists the features; `have` \
      asks for one without stopping.

          requires ns.uts ns.mnt
          if have root { echo 'CAP_SYS_ADMIN on the host' }
      """
    case 308:
      """
      the program's time was up

      `exec --timeout` ends a program that is still running when the time is over: first by \
      SIGTERM, which it may use to clean up, and a second later by SIGKILL, which nobody can refuse \
      (signal(7)). Its processes end with it, and the status is 124, as with timeout(1). The clock \
      begins with the command, so setting up the sandbox counts.

      With `cloche --timeout` the same happens to the whole run; the message is then a plain line.

          try exec --timeout 200ms sleep 5
          assert $? is 124
      """
    case 309:
      """
      a failure was expected, and there was none

      `not` turns a status round: it succeeds where its command fails. A script that says `not exec \
      cat /etc/shadow` claims that the sandbox forbids it, and this error says that the claim is \
      wrong. If the command may succeed or fail, use `try` or `if` instead. Mind that `not` is \
      content with any failure: a program that does not even exist fails too.

          not exec false
          if not exec false { echo 'failed as it should' }
      """
    case 310:
      """
      nothing to undo, or to redo

      Every command that changes the context keeps the one before it; `undo N` goes back N of them \
      in the present box, and the label says how many there are. `redo` can bring back what was \
      undone until the context is changed in another way. Only the context is put back: a program \
      that ran has run, and a file stays written.

          ns uts user
          undo
          redo
      """
    case 311:
      """
      a file could not be written

      `save` could not write its file; the message has the path and the kernel's answer. EEXIST: \
      there is a file of that name already, and it is left alone unless you say `--force`. ENOENT: \
      the folder does not exist. EACCES: you may not write in it. EROFS: the file system is mounted \
      read-only. `save -` writes to standard output.

          ns uts user
          save -
      """
    case 312:
      """
      there is no such job

      A job is a program that was started and whose end has not been taken note of yet. Its number \
      is written with a percent sign, as in %1, and is free again once the job is over. So a job \
      that has ended can not be named any more, and neither can one of another cloche. What is \
      known of the last job that ended stays readable:

          exec true
          echo ${job:pid} ${job:status} ${job:reason}
      """
    case 313:
      """
      there is no terminal

      Something needs a terminal as standard input, and standard input is a file, a pipe or \
      /dev/null. The prompt, with `cloche -i` for example, is such a thing. Services, cron and most \
      build machines run without a terminal, and `ssh HOST COMMAND` makes none unless you say \
      `ssh -t`. A script can ask beforehand:

          if have tty { echo 'someone may be watching' }
      """
    case 314:
      """
      the box is up, and this can not be done with it

      A box that is up has been made: its namespaces, its id maps and its root are what its \
      processes live in, and the kernel has no call that would give them others. So these are \
      settled until `down`. What can still change does so at once: names, limits, and mounts on top \
      of what is there; what belongs to the program alone waits for the next `exec`. A mount is not \
      taken back either, somebody may be using it, so `undo` is refused there; and in a `scope`, \
      whose end takes everything back, such changes are refused from the start. A frozen box can do \
      nothing before `thaw box`, and one that is up can not come up again.

          ns uts user
          up
          hostname bell
          down
      """
    case 315:
      """
      the box is not up

      `down`, and `box` as an argument of `stat`, `freeze` and others, mean a box that `up` has \
      brought up. Either it never was, or it is not any more: its first process holds it, and when \
      that is killed, by hand or for want of memory, what was made for the box is gone with it. \
      cloche then says so at the next `exec` instead of quietly running the program in a fresh \
      sandbox. `boxes` tells which are up.

          ns uts user
          up
          boxes
          down
      """
    default: nil
    }
  }
}
