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
  func reserved() -> Diagnostic {
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
      case "|": ("cloche has no pipes", "`exec sh -c 'a | b'`, or `capture exec a`")
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
