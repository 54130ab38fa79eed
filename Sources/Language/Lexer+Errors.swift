/// What the lexer refuses, with what to write instead.
extension Lexer {
  func nulByte() -> Diagnostic {
    Diagnostic(.nulByte, "a NUL byte", at: span(index, index + 1), label: "never part of a script")
      .note("is this a binary file?")
  }

  func loneCarriageReturn() -> Diagnostic {
    Diagnostic(
      .loneCarriageReturn, "a carriage return that ends no line", at: span(index, index + 1),
      label: "only CR LF is a line ending"
    ).fix("remove it; in double quotes nothing stands for it")
  }

  /// A character that shells give a meaning and cloche does not.
  func reserved(at index: Int) -> Diagnostic {
    let isDoubled =
      (bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "|"))
      && byte(index + 1) == bytes[index]
    let length = isDoubled ? 2 : 1
    let written = String(decoding: bytes[index..<index + length], as: UTF8.self)
    let (meaning, fix): (String, String) =
      switch written {
      case "&&":
        (
          "no `&&`: a command that fails stops the script by itself",
          "put the commands on lines of their own, or `;` between them"
        )
      case "||": ("no `||`", "`if COMMAND { } else { }`, or `try COMMAND`")
      case "|": ("cloche has no pipes", Diagnostic.insteadOfPipe)
      case "<", ">":
        ("cloche has no redirections", "`exec sh -c 'a > file'`, or `capture exec a`")
      case "(", ")": ("cloche has no subshells", "`scope { ... }`")
      case "`": ("cloche has no command substitution", "`capture exec a`, then $out")
      default: ("cloche expands no patterns", "`exec sh -c 'ls *'` lets a shell do it")
      }
    return Diagnostic(
      .reservedCharacter, "unquoted `\(written)`", at: span(index, index + length),
      label: meaning
    ).fix("\(fix); or quote it: '\(written)'")
  }
}

extension Diagnostic {
  fileprivate static let insteadOfPipe =
    "`exec sh -c 'a | b'`, or `capture exec a`; what cloche prints has filters: "
    + "`show | match WORD`, `| count`, `| save FILE`, `| ! PROGRAM`"

  /// A filter behind a command that prints nothing itself.
  ///
  /// - Parameter span: of the filter, which begins with its `|`.
  package static func noPipe(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .reservedCharacter, "unquoted `|`",
      at: SourceSpan(span.source, Int(span.start), Int(span.start) + 1),
      label: "cloche has no pipes"
    ).fix("\(insteadOfPipe); or quote it: '|'")
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofLexer: [ErrorCode] { [.nulByte, .loneCarriageReturn, .reservedCharacter] }

  package static var nulByte: ErrorCode {
    ErrorCode(
      1, title: "a NUL byte in the script",
      story: """
        A script is text, and byte 0 is never part of a text. The kernel takes paths, arguments and \
        environment variables as strings that end at the first NUL (execve(2), open(2)), so a word \
        that holds one could not be handed on whole. It is refused, rather than cut short.

        Most often the file is not what it seems: a program, an archive, or text that was saved as \
        UTF-16, in which every second byte of plain English is 0. What stands behind the NUL is not \
        looked at, so there is one such error at most.

            ! file script.cloche
            ! iconv -f UTF-16 -t UTF-8 -o clean.cloche script.cloche
        """)
  }

  package static var loneCarriageReturn: ErrorCode {
    ErrorCode(
      2, title: "a carriage return that ends no line",
      story: """
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
        """)
  }

  package static var reservedCharacter: ErrorCode {
    ErrorCode(
      5, title: "a character that shells give a meaning, and cloche does not",
      story: """
        `| < > ( ) * ? [` and the backquote, unquoted, are refused, so that a line which was copied \
        from a shell script cannot quietly mean something else here. An `exec` starts one program, by \
        a plan that can be shown beforehand. Pipes, redirections and patterns are a shell's work, and \
        a shell is one `exec` away, inside the sandbox like any other program.

          a shell has          write
          a | b   a > f        exec sh -c 'a | b > f'
          $(a)   `a`           capture exec a, then $out
          ls *.txt             exec sh -c 'ls *.txt'
          a && b               two lines: a failure stops the script by itself
          a || b               try a, or if a { } else { b }
          (a; b)               scope { a; b }

        What cloche itself prints can be filtered: behind a command such as `show`, `plan` or `help`, a \
        `|` between blanks takes `match WORD`, `count`, `save FILE` or `! PROGRAM`.

        As arguments they only have to be quoted:

            exec grep '^[a-z]*' /etc/hosts
            capture exec sh -c 'ls /etc | wc -l'
            plan true | match clone3
        """)
  }
}
