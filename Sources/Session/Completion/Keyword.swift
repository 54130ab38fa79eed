/// The words of the language that begin a command, as a prompt explains them.
struct Keyword {
  let name: String
  let usage: String
  let meaning: String

  static let all = [
    Keyword(name: "try", usage: "try COMMAND", meaning: "a failure sets $? and stops nothing"),
    Keyword(name: "not", usage: "not COMMAND", meaning: "expects a failure"),
    Keyword(name: "capture", usage: "capture COMMAND", meaning: "keeps what it prints in $out"),
    Keyword(
      name: "if", usage: "if COMMAND { ... } [else { ... }]", meaning: "decides by a status"),
    Keyword(name: "else", usage: "} else { ... }", meaning: "what `if` does otherwise"),
    Keyword(
      name: "for", usage: "for NAME in WORD... { ... }", meaning: "once for each word"),
    Keyword(name: "repeat", usage: "repeat N { ... }", meaning: "some times over"),
    Keyword(
      name: "def", usage: "def NAME [PARAMETER...] { ... }", meaning: "makes a command"),
    Keyword(
      name: "scope", usage: "scope [BOX] { ... }",
      meaning: "the context is put back at the end"),
  ]
}
