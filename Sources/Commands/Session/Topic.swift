import Language

/// What `help` explains besides the commands and the errors: ideas, and the words of the language.
///
/// Lines with two blanks in front stay as they are; with four they are a script, which the tests
/// check.
struct Topic: Sendable {
  let name: String
  /// A function, so that no text is made before somebody asks.
  private let write: @Sendable () -> String

  var text: String { write() }

  private init(_ name: String, _ write: @escaping @Sendable () -> String) {
    self.name = name
    self.write = write
  }

  static let all =
    [
      Topic("language") { languageText },
      Topic("quoting") { quotingText },
      Topic("variables") { variablesText },
      Topic("statuses") { statusesText },
    ] + keywords + [
      Topic("namespaces") { namespacesText },
      Topic("rootless") { rootlessText },
      Topic("capabilities") { capabilitiesText },
      Topic("syscalls") { systemCallsText },
      Topic("limits") { limitsText },
    ]

  /// `else` is told of with `if`.
  private static let keywords = Keyword.allCases.filter { $0 != .else }.map { keyword in
    Topic(keyword.rawValue) { "\(keyword.usage)\n\n\(keyword.explanation)" }
  }

  static var names: [String] { all.map(\.name) }

  /// The topic of a name, or nil.
  static func named(_ name: String) -> Topic? {
    let told = name == Keyword.else.rawValue ? Keyword.if.rawValue : name
    return all.first { $0.name == told }
  }
}

// How commands are written, and what comes of them.
extension Topic {
  private static var languageText: String {
    """
    A command is a word and its arguments, up to the end of the line or a `;`. `#` begins a comment, \
    a backslash at the end of a line joins it with the next.

      'single quotes'      nothing in them is special
      "double quotes"      $variables, and \\n \\t \\e \\" \\\\ \\$
      $name ${name:-x}     a variable, exactly one word; x where it is not set
      $1 $# $@             an argument of the script, their number, all of them
      $? $out              the last status, the last capture
      ${env:HOME}          the host's environment; also ${host:...} and ${job:...}

    A command that fails stops a script. `try` goes on and sets $?, `not` turns failure round, `if` \
    decides by it:

        try exec false
        if test $? is 0 { echo fine } else { echo no }
        for kind in uts ipc { ns user $kind }
        repeat 3 { exec true }
        def greet who { echo hello $who }
        scope { ns user net; exec true }    # the context is restored at the end
        capture exec hostname               # its output is in $out

    There are no pipes, redirections and patterns: `exec sh -c '...'` has them all. What cloche itself \
    prints has filters: `plan | match mount`, `| count`, `| save FILE`, `| ! less`. Each word of the \
    language has a help text of its own: `help scope`.
    """
  }

  private static var quotingText: String {
    """
    A word ends at a blank, a `;`, a `&` or the end of the line. Quotes and a backslash keep it \
    together, and pieces that touch each other are one word.

      'text'         just that, up to the next '; also over several lines
      "text"         with $variables and \\n \\t \\e \\" \\\\ \\$, no other escapes
      \\c             the character c itself; at the end of a line, the line goes on
      ~  ~/file      your home, at the beginning of a word without quotes

    These have to be quoted to be an argument: `| < > ( ) * ? [ ; & $ ' "`, the backquote and the \
    backslash; `#` at the beginning of a word, where it starts a comment; and `{` and `}` as whole \
    words, where they are a block's.

    The value of a variable is never looked at again: no blank in it splits it, no star matches \
    files, no quote ends anything. So `$file` needs no quotes around it, whatever it holds. Only \
    `$@`, as a word of its own, is several words, one for each argument of the script.

        let name = 'two words'
        echo "it's" $name and "a tab\\tin quotes"
        echo one' 'word '{' '#5'
        exec sh -c 'ls /etc/*.conf | wc -l; echo "$1"' sh $name
    """
  }

  private static var variablesText: String {
    """
    `let NAME = WORD` sets one, `$NAME` is its value, always one word.

      ${env:NAME}          the environment of cloche
      ${host:FACT}         hostname uid gid pid kernel cgroup ns.KIND
      ${job:FACT}          of the last program: pid status reason ns.KIND
      $out                 what the last `capture` caught
      $?                   the status of the last command
      $1 $2 ... $# $@      the arguments of the script, their number, all of them
      $0                   the script as it was called

    Parameters of a `def` and the variable of a `for` are read the same way; a parameter exists \
    within its definition only. A variable that is not set is an error. `${NAME:-text}` is the text \
    where it is not set, or empty. Variables are cloche's own: `env` sets those of the program.

        let who = ${env:USER:-nobody}
        exec true
        echo $who on ${host:hostname}: ${job:status}
    """
  }

  private static var statusesText: String {
    """
    Every command ends with a status, which is in $? afterwards: 0 when all went well. A script ends \
    with the status of the command that stopped it, else with that of its last command; so cloche \
    tells its caller:

      0           all went well
      1           a command of the script failed, an `assert` for example
      2           wrong usage, syntax or arguments, or no script: nothing was run
      124         the time was up: of `exec --timeout`, or of `cloche --timeout`
      125         the sandbox could not be set up: the program never ran
      126         the program was found, but cannot be executed
      127         the program was not found
      128+n       signal n ended the program; 137 is SIGKILL, 143 SIGTERM
      its own     else what the program itself ended with

    A program may end with 125 or 127 itself. Where that matters, `${job:reason}` knows better: it \
    is exited, killed, timeout, setup-failed, not-found or not-executable. `cloche --status-file \
    PATH` writes the same for others to read.

        try exec sh -c 'exit 127'
        echo $? ${job:reason}
        try exec /no/such/program
        echo $? ${job:reason}
    """
  }
}
