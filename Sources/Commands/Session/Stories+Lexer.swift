/// The stories of what can not be part of a script.
extension Stories {
  static func lexer(_ number: UInt16) -> String? {
    switch number {
    case 1:
      """
      a NUL byte in the script

      A script is text, and byte 0 is never part of a text. The kernel takes paths, arguments and \
      environment variables as strings that end at the first NUL (execve(2), open(2)), so a word \
      that holds one could not be handed on whole. It is refused, rather than cut short.

      Most often the file is not what it seems: a program, an archive, or text that was saved as \
      UTF-16, in which every second byte of plain English is 0. What stands behind the NUL is not \
      looked at, so there is one such error at most.

          ! file script.cloche
          ! iconv -f UTF-16 -t UTF-8 -o clean.cloche script.cloche
      """
    case 2:
      """
      a carriage return that ends no line

      Text from Windows ends its lines with two bytes, CR and LF. That is fine: the CR is dropped, \
      within quotes too. A CR anywhere else is an accident as a rule, and a dangerous one: a \
      terminal that prints it goes back to the start of the line and writes over what is there, so \
      that a reader sees another script than the one that runs. Hence it is refused in comments \
      and in quotes as well.

      `cat -A` shows a CR as ^M, `sed` takes all of them out. If a program really needs one, let a \
      program make it:

          ! cat -A script.cloche
          ! sed -i 's/\\r//g' script.cloche
          capture exec printf 'one\\rtwo'
      """
    case 3:
      """
      a quote that is never closed

      A quoted text may go over several lines, so the closing quote is looked for up to the end of \
      the script. The caret shows the quote that found no partner. That need not be the forgotten \
      one: with one quote missing, what was inside and what was outside change places from there \
      on, and the last quote of the script is left over. Read backwards from the caret.

      An apostrophe in plain words is the usual cause. In '...' nothing is special, so there is no \
      way to write a ' in it: take "..." or a backslash. At the prompt this is no error: you are \
      asked for the rest, and ^C drops it.

          echo "it's fine"
          echo 'she said "go"'
          echo it\\'s
      """
    case 4:
      """
      an unknown escape in double quotes

      In "..." a backslash has a meaning before these only: \\n is a new line, \\t a tab, \\e an \
      escape, \\" \\\\ \\$ are the characters themselves, and a backslash at the end of a line joins \
      it with the next. Shells disagree about all others: some keep the backslash, some drop it. \
      A script that means one of the two should not silently get the other.

      Write \\\\ for a backslash, or single quotes, in which nothing is special. Outside of quotes a \
      backslash takes any character literally.

          echo "costs:\\t\\$5"
          echo 'C:\\temp'
      """
    case 5:
      """
      a character that shells give a meaning, and cloche does not

      `| < > ( ) * ? [` and the backquote, unquoted, are refused, so that a line which was copied \
      from a shell script can not quietly mean something else here. An `exec` starts one program, by \
      a plan that can be shown beforehand. Pipes, redirections and patterns are a shell's work, and \
      a shell is one `exec` away, inside the sandbox like any other program.

        a shell has          write
        a | b   a > f        exec sh -c 'a | b > f'
        $(a)   `a`           capture exec a, then $out
        ls *.txt             exec sh -c 'ls *.txt'
        a && b               two lines: a failure stops the script by itself
        a || b               try a, or if a { } else { b }
        (a; b)               scope { a; b }

      As arguments they only have to be quoted:

          exec grep '^[a-z]*' /etc/hosts
          capture exec sh -c 'ls /etc | wc -l'
      """
    case 6:
      """
      a variable that is not written right

      A `$` begins a variable, in double quotes too. Behind it stands a name (letters, digits and \
      _, the first no digit), one digit, `#` or `?`; or braces, in which a source and a default \
      may stand as well. For the character itself write \\$, or use single quotes.

        $NAME ${NAME}        a variable, or the parameter of a `def`
        ${NAME:-text}        text where it is not set, or empty
        $1 $# $? $@          an argument, their number, the last status, all arguments
        ${env:NAME}          the host's environment; also ${host:FACT} and ${job:FACT}

      `$@` gives one word for each argument, so it can not be a part of a word. A default holds \
      plain text and simple variables, no quotes, line breaks or further defaults: what a word \
      means is to be seen at a glance. `$$`, `$*` and `$(...)` of sh do not exist; the label says \
      what takes their place.

          echo "this is cloche ${host:pid}, home of ${env:USER:-nobody}"
      """
    case 7:
      """
      the text ends in a backslash

      A backslash gives the character behind it another meaning, and joins the next line if it \
      stands at the end of one. Here nothing follows, not even the end of a line. Perhaps the file \
      was cut off, or a long command lost its last line. At the prompt this is no error: the next \
      line is asked for.

      If a word is meant to end with a backslash, write two, or quote it:

          echo one\\\\
          echo 'one\\'
      """
    case 8:
      """
      a script that is too large

      Places in a script are kept as numbers of 32 bits, so that a million lines take little \
      memory. The parser takes at most 2 GiB for that reason. A file, or standard input, is \
      refused earlier: beyond 1 GiB, with EFBIG. And the text of `-c` is one argument of a \
      program, which Linux limits to 128 KiB (execve(2)).

      Such a script was made by a program. Let it write several files and `source` them, or make \
      the loop part of the script:

          for n in 1 2 3 { exec echo $n }
      """
    default: nil
    }
  }
}
