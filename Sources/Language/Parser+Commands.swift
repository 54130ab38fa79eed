/// The constructs. Each stores its node before its children, and closes it when it has read them.
extension Parser {
  /// A command with its prefixes.
  mutating func command() throws(Diagnostic) {
    guard case .word(let index) = token else { throw missingCommand() }
    let word = lexer.script.words[index]
    guard word.shape == .plain else { throw notACommandName(word) }
    switch keyword(word) {
    case .try: try prefixed(.try, index)
    case .not: try prefixed(.not, index)
    case .capture: try prefixed(.capture, index)
    case .if: try ifCommand(index)
    case .for: try forCommand(index)
    case .repeat: try repeatCommand(index)
    case .def: try defCommand(index)
    case .scope: try scopeCommand(index)
    case .else:
      throw Diagnostic(
        .unexpectedToken, "an `else` without its `if`", at: lexer.tokenSpan,
        label: "must follow the `}` on the same line")
    case nil: try simple(index)
    }
  }

  private func keyword(_ word: Script.Word) -> Keyword? {
    word.shape == .plain ? Keyword(lexer.script.text(of: word)) : nil
  }

  private func missingCommand() -> Diagnostic {
    switch token {
    case .newline, .end:
      return Diagnostic(
        .missingCommand, "a command is missing", at: lexer.tokenSpan, label: "expected here")
    case .pipe: return lexer.reserved(at: lexer.tokenStart)
    case .openBrace:
      return Diagnostic(
        .missingCommand, "a block without a command", at: lexer.tokenSpan,
        label: "`if`, `for`, `repeat`, `def` or `scope` goes before it"
      ).fix("`scope { ... }` restores the context at its end")
    default:
      return Diagnostic(
        .missingCommand, "a command is missing", at: lexer.tokenSpan,
        label: "there is no command before this")
    }
  }

  private func notACommandName(_ word: Script.Word) -> Diagnostic {
    let text = lexer.script.text(of: word)
    let error = Diagnostic(
      .notACommandName, "`\(text.displayed)` cannot be a command's name",
      at: lexer.script.span(of: word),
      label: word.shape == .plain
        ? "a command's name is small letters, digits and -"
        : "a command is a plain word, never from a variable or quotes")
    if text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "}") {
      return error.fix("`{` and `}` of a block stand alone between blanks")
    }
    if text.first == UInt8(ascii: "!"), text.count > 1 {
      return error.fix(
        "`! \(text.dropFirst().displayed)`, with a blank, runs a program on the host")
    }
    if text.contains(UInt8(ascii: "=")), text.prefix(while: { $0 != UInt8(ascii: "=") }).isName {
      return error.fix(
        "`let NAME = WORD` sets a variable, `env NAME=VALUE` the program's environment")
    }
    if text.contains(UInt8(ascii: "/")) || word.shape != .plain {
      return error.fix(
        "`exec \(text.displayed)` runs it in the context, `! \(text.displayed)` on the host")
    }
    return error
  }

  /// Stores a node and gives its index; `close` completes it.
  private mutating func open(_ kind: Script.Node.Kind, _ start: UInt32, firstWord: Int) -> Int {
    lexer.script.nodes.append(
      Script.Node(
        kind: kind, start: start, end: start, firstWord: UInt32(firstWord), wordCount: 0, next: 0))
    return lexer.script.nodes.count - 1
  }

  private mutating func close(_ node: Int, end: Int) {
    lexer.script.nodes[node].end = UInt32(end)
    lexer.script.nodes[node].next = UInt32(lexer.script.nodes.count)
  }

  private mutating func simple(_ name: Int, condition: Bool = false) throws(Diagnostic) {
    let word = lexer.script.words[name]
    guard word.shape == .plain, lexer.script.text(of: word).isCommandName else {
      throw notACommandName(word)
    }
    let node = open(.simple, word.start, firstWord: name)
    var end = lexer.tokenEnd
    while true {
      try advance()
      guard case .word = token else { break }
      end = lexer.tokenEnd
    }
    lexer.script.nodes[node].wordCount = UInt32(lexer.script.words.count - name)
    if case .ampersand = token, !condition {
      lexer.script.nodes[node].isBackground = true
      end = lexer.tokenEnd
      try advance()
    } else {
      while case .pipe = token { end = try filter() }
    }
    close(node, end: end)
  }

  /// From the `|` to what ends the filter; where it ended.
  private mutating func filter() throws(Diagnostic) -> Int {
    let name = lexer.script.words.count
    let node = open(.filter, UInt32(lexer.tokenStart), firstWord: name)
    try advance()
    var end = lexer.tokenEnd
    while case .word = token {
      end = lexer.tokenEnd
      try advance()
    }
    lexer.script.nodes[node].wordCount = UInt32(lexer.script.words.count - name)
    close(node, end: end)
    return end
  }

  private mutating func prefixed(_ kind: Script.Node.Kind, _ word: Int) throws(Diagnostic) {
    // Prefixes nest as blocks do: a line of a million `try` must not exhaust the stack.
    try deeper()
    defer { depth -= 1 }
    let node = open(kind, lexer.script.words[word].start, firstWord: word)
    try advance()
    try command()
    close(node, end: lastEnd(node))
  }

  /// Where the last node inside of a prefix ended.
  private func lastEnd(_ node: Int) -> Int { Int(lexer.script.nodes[node + 1].end) }

  private mutating func ifCommand(_ word: Int) throws(Diagnostic) {
    // A chain of `else if` nests in the tree, but not in the text: it is read in a loop.
    var word = word
    var opened: [Int] = []
    var end = 0
    chain: while true {
      opened.append(open(.if, lexer.script.words[word].start, firstWord: word))
      try advance()
      try condition()
      end = try block()
      guard case .word(let index) = token, keyword(lexer.script.words[index]) == .else else {
        break
      }
      try advance()
      if case .word(let next) = token, keyword(lexer.script.words[next]) == .if {
        word = next
        continue chain
      }
      end = try block()
      break
    }
    for node in opened.reversed() { close(node, end: end) }
  }

  /// `not` may stand before the command that decides.
  private mutating func condition() throws(Diagnostic) {
    guard case .word(let index) = token else { throw missingCommand() }
    let word = lexer.script.words[index]
    switch keyword(word) {
    case .not:
      try deeper()
      defer { depth -= 1 }
      let node = open(.not, word.start, firstWord: index)
      try advance()
      try condition()
      close(node, end: lastEnd(node))
    case nil: try simple(index, condition: true)
    default:
      throw Diagnostic(
        .unexpectedToken, "a condition is one simple command", at: lexer.tokenSpan,
        label: "no construct can decide"
      ).fix("`def` a command of it, and ask that")
    }
  }

  private mutating func forCommand(_ keyword: Int) throws(Diagnostic) {
    let node = open(.for, lexer.script.words[keyword].start, firstWord: keyword + 1)
    try advance()
    let name = try self.name("a variable's name")
    try advance()
    guard case .word(let separator) = token,
      lexer.script.text(of: lexer.script.words[separator]).elementsEqual("in".utf8)
    else { throw unexpected("`in` must follow: for NAME in WORD... { }") }
    // The `in` is no value: it gives its place to the variable's name.
    lexer.script.words.removeLast()
    lexer.script.nodes[node].firstWord = UInt32(name)
    try advance()
    while case .word = token { try advance() }
    lexer.script.nodes[node].wordCount = UInt32(lexer.script.words.count - name)
    close(node, end: try body())
  }

  private mutating func repeatCommand(_ keyword: Int) throws(Diagnostic) {
    let node = open(.repeat, lexer.script.words[keyword].start, firstWord: keyword + 1)
    try advance()
    guard case .word = token else {
      throw Diagnostic(
        .unexpectedToken, "`repeat` needs a count", at: lexer.tokenSpan,
        label: "how often: repeat COUNT { }")
    }
    lexer.script.nodes[node].wordCount = 1
    try advance()
    close(node, end: try body())
  }

  private mutating func defCommand(_ keyword: Int) throws(Diagnostic) {
    let node = open(.def, lexer.script.words[keyword].start, firstWord: keyword + 1)
    try advance()
    guard case .word(let name) = token else { throw unexpected("a name: def NAME { }") }
    try checkDefinition(lexer.script.words[name])
    try advance()
    while case .word = token {
      _ = try self.name("a parameter's name")
      try advance()
    }
    lexer.script.nodes[node].wordCount = UInt32(lexer.script.words.count - name)
    close(node, end: try body())
  }

  /// A definition is called like a command, so its name is one.
  private func checkDefinition(_ word: Script.Word) throws(Diagnostic) {
    let text = lexer.script.text(of: word)
    guard word.shape == .plain, text.isCommandName || text.isName else {
      throw Diagnostic(
        .badName, "`\(text.displayed)` cannot be a definition's name",
        at: lexer.script.span(of: word), label: "small letters, digits and -")
    }
    guard text.isCommandName, self.keyword(word) == nil, text.first != UInt8(ascii: "!") else {
      throw Diagnostic(
        .badName, "`\(text.displayed)` cannot be called as a command",
        at: lexer.script.span(of: word),
        label: self.keyword(word) == nil ? "small letters, digits and -" : "a word of the language")
    }
  }

  private mutating func scopeCommand(_ keyword: Int) throws(Diagnostic) {
    let node = open(.scope, lexer.script.words[keyword].start, firstWord: keyword + 1)
    try advance()
    if case .word = token {
      lexer.script.nodes[node].wordCount = 1
      try advance()
    }
    close(node, end: try body())
  }

  /// A plain NAME; its word.
  private func name(_ what: String) throws(Diagnostic) -> Int {
    guard case .word(let index) = token else { throw unexpected("\(what) goes here") }
    let word = lexer.script.words[index]
    guard word.shape == .plain, lexer.script.text(of: word).isName else {
      throw Diagnostic(
        .badName, "`\(lexer.script.text(of: word).displayed)` cannot be \(what)",
        at: lexer.script.span(of: word),
        label: "letters, digits and _, the first no digit")
    }
    return index
  }

  /// `{ ... }` as a node of its own; where it ended.
  private mutating func block() throws(Diagnostic) -> Int {
    let node = open(.block, UInt32(lexer.tokenStart), firstWord: lexer.script.words.count)
    let end = try body()
    close(node, end: end)
    return end
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofConstructs: [ErrorCode] { [.badName, .missingCommand, .notACommandName] }

  package static var badName: ErrorCode {
    ErrorCode(
      106, title: "a name that cannot be one",
      story: """
        A variable's name, and a parameter's, is made of letters, digits and `_`, and does not begin \
        with a digit. `for` and `def` take the name itself, without a `$`.

        A definition is called like a command, so its name is one: small letters, digits and `-`, a \
        letter first. It can be neither a word of the language nor the name of a command that exists: \
        a script in which `exec` means something else could not be trusted at a glance.

            for file in a b { echo $file }
            def say-hello who { echo hello $who }
        """)
  }

  package static var missingCommand: ErrorCode {
    ErrorCode(
      109, title: "a command is missing",
      story: """
        Something announces a command, and none follows: `try`, `not`, `capture` and `if` need one \
        behind them, a `;` one on either side (only the last of a line may stand at its end), and a \
        `{` belongs to the `if`, `for`, `repeat`, `def` or `scope` before it.

        If the block was meant as a group whose settings vanish at its end, that is `scope`:

            scope { ns uts user; hostname mocker; exec hostname }
        """)
  }

  package static var notACommandName: ErrorCode {
    ErrorCode(
      110, title: "a word that cannot name a command",
      story: """
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
        """)
  }
}
