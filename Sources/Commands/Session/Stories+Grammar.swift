/// The stories of what is no sentence of the language, and of names.
extension Stories {
  static func grammar(_ number: UInt16) -> String? {
    switch number {
    case 101:
      """
      an unknown command

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
      """
    case 102:
      """
      a block is missing

      `if`, `for`, `repeat`, `def` and `scope` go on with a block: `{`, commands, `}`. Both braces \
      are words of their own, with a blank or the end of a line on either side; in `is 1{` the \
      brace is a part of the word, and `{` on a line of its own comes too late, because the end of \
      a line ends the command.

          if test 1 is 1 { echo fine }
          for kind in uts ipc {
            ns $kind
          }
      """
    case 103:
      """
      something stands in the wrong place

      The sentence was understood up to the caret; what stands there can not continue it. The \
      label says what could. The usual cases: an `else` that is not on the line of the `}` before \
      it, a `}` too many, a brace that was meant as an argument (quote it), and a condition that \
      is more than one simple command. `not` may stand before a condition; what needs `if`, `try` \
      or `for` goes into a `def`, which is a command like any other.

          if not exec false { echo no } else { echo yes }
          echo '{' quoted '}'
          def is-small n { test $n lt 10 }
          if is-small 3 { echo small }
      """
    case 104:
      """
      a block that is never closed

      The caret shows the `{` for which no `}` was found up to the end of the script. With several \
      open blocks it is the innermost one, so the forgotten brace may belong to a block around it: \
      look for the first line whose indentation does not fit.

      A `}` counts only as a whole word without quotes: in `echo a}` it is a part of the argument. \
      At the prompt an open block is no error; the rest is asked for, and ^C drops it.

          scope { ns user net; exec true }
      """
    case 105:
      """
      blocks are nested too deep

      Blocks may stand in each other 100 deep; the prefixes `try`, `not` and `capture` count as \
      well. The limit is there because a reader of scripts has to end with an error, not with an \
      overflowing stack, whatever it is fed. A chain of `else if` counts as one level, as long as \
      it may be.

      No person writes this; a program did. Let it give names to the inner parts:

          def inner { exec true }
          scope { inner }
      """
    case 106:
      """
      a name that can not be one

      A variable's name, and a parameter's, is made of letters, digits and `_`, and does not begin \
      with a digit. `for` and `def` take the name itself, without a `$`.

      A definition is called like a command, so its name is one: small letters, digits and `-`, a \
      letter first. It can be neither a word of the language nor the name of a command that exists: \
      a script in which `exec` means something else could not be trusted at a glance.

          for file in a b { echo $file }
          def say-hello who { echo hello $who }
      """
    case 107:
      """
      an unknown namespace

      Linux has eight kinds of namespaces, named here like the files under /proc/PID/ns: cgroup \
      ipc mnt net pid time user uts. Other tools say `mount`, `network` or `hostname` for mnt, net \
      and uts; cloche recognizes such a word and tells its own. `all` stands for the eight, and a \
      dash in front takes a kind away again.

      The note lists what the running kernel has. Each kind is a build option of the kernel, and \
      `time` came last, with Linux 5.6. See namespaces(7), and `help namespaces` for what each of \
      them isolates.

          ns uts pid mnt
          ns -pid
          ! ls /proc/self/ns
      """
    case 108:
      """
      a variable that was not set

      A variable exists from the `let`, `for` or `capture` on that sets it, a parameter within its \
      `def`, and $1 up to $# where the script was given that many arguments. Using any other is an \
      error and not an empty word: `rm -r $dir/` would become `rm -r /`. `~` falls under the same \
      rule when $HOME is not set.

      This is found out at the run, when the command is reached: what came before has been done. \
      ${job:FACT} has a value once a program has run, ${env:NAME} where cloche's own environment \
      has it. For a value that may be missing say what takes its place:

          let dir = /tmp
          echo $dir ${name:-nobody} ${1:-none}
      """
    case 109:
      """
      a command is missing

      Something announces a command, and none follows: `try`, `not`, `capture` and `if` need one \
      behind them, a `;` one on either side (only the last of a line may stand at its end), and a \
      `{` belongs to the `if`, `for`, `repeat`, `def` or `scope` before it.

      If the block was meant as a group whose settings vanish at its end, that is `scope`:

          scope { ns uts user; hostname mocker; exec hostname }
      """
    case 110:
      """
      a word that can not name a command

      Commands have plain names: small letters, digits and `-`, or the single `!`. A name never \
      comes from a variable or from quotes, so that one can tell what a script does without running \
      it. A program is therefore an argument, and its name may come from anywhere:

          let program = /bin/ls
          exec $program /
          ! /bin/ls /

      `NAME=value` in front of a command is a shell's way to set the environment. Here `env` sets \
      the environment of the programs that `exec` runs, and `let` sets a variable of the script.

          env LANG=C
          let name = value
      """
    case 111:
      """
      this can not run in the background

      A `&` at the end asks cloche to go on while something still runs. Only a program can do \
      that, and only `exec` starts one in the context. All other commands work within cloche \
      itself, one after another; they are over when the next one begins.

      If the `&` was meant as text, quote it:

          echo 'salt & pepper'
      """
    case 112:
      """
      an abbreviation of several commands

      At the prompt the beginning of a command's name stands for the whole, as long as there is \
      only one such command; the label lists the ones there are. Type another letter or two. In \
      scripts names are always written out.

          hostname mocker
      """
    default: nil
    }
  }
}
