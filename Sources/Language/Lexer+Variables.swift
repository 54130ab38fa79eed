/// `$NAME`, `$DIGIT`, `$#`, `$?`, `$@` and `${[SPACE:]NAME[:-default]}`.
extension Lexer {
  /// The spaces that a `${SPACE:NAME}` may name.
  static let spaces = ["env", "host", "job"]

  mutating func variable() throws(Diagnostic) {
    let start = index
    let next = byte(index + 1)
    if next == UInt8(ascii: "{") { return try bracedVariable() }
    var end = index + 1
    if next.isNameStart {
      while byte(end).isNamePart { end += 1 }
    } else if next.isDigit || next == UInt8(ascii: "#") || next == UInt8(ascii: "?") {
      end += 1
    } else if next == UInt8(ascii: "@") {
      throw Diagnostic(
        .malformedVariable, "`$@` is a word of its own", at: span(start, start + 2),
        label: "joined with other text"
      ).fix("put blanks around it; it gives one word per argument")
    } else {
      throw lonelyDollar(next)
    }
    append(.variable, name: start + 1..<end, from: start, to: end)
    index = end
  }

  private mutating func lonelyDollar(_ next: UInt8) -> Diagnostic {
    if index + 1 == bytes.count { openVariable = index }
    let error = Diagnostic(
      .malformedVariable, "`$` without a variable's name", at: span(index, index + 1),
      label: "nothing to replace")
    switch next {
    case UInt8(ascii: "("):
      return error.fix("`capture exec PROGRAM ...` puts a program's output into $out")
    case UInt8(ascii: "*"): return error.fix("`$@` gives all the arguments")
    case UInt8(ascii: "$"): return error.fix("`${host:pid}` is cloche's own process id")
    default: return error.fix("write \\$ for the character itself")
    }
  }

  private mutating func append(
    _ kind: Script.Piece.Kind, name: Range<Int>, from start: Int, to end: Int
  ) {
    script.pieces.append(
      Script.Piece(
        kind: kind, start: UInt32(name.lowerBound), end: UInt32(name.upperBound),
        spanStart: UInt32(start), spanEnd: UInt32(end)))
  }

  private mutating func bracedVariable() throws(Diagnostic) {
    do throws(Diagnostic) {
      try readBracedVariable()
    } catch {
      // Its closing brace is not a block's.
      let rest = bytes[index...].prefix { $0 != .newline }
      if let close = rest.firstIndex(of: UInt8(ascii: "}")) { index = close + 1 }
      throw error
    }
  }

  private mutating func readBracedVariable() throws(Diagnostic) {
    let start = index
    index += 2
    let name = try bracedName(start)
    if byte(index) == UInt8(ascii: "}") {
      index += 1
      append(.variable, name: name, from: start, to: index)
      return
    }
    guard byte(index) == UInt8(ascii: ":"), byte(index + 1) == UInt8(ascii: "-") else {
      guard !isAtLineEnd else { throw unclosedVariable(start) }
      var scalars = ScalarSequence(bytes, in: index..<bytes.count)
      _ = scalars.next()
      throw Diagnostic(
        .malformedVariable, "unexpected text in a variable", at: span(start, scalars.offset),
        label: "`}` or `:-` must follow the name"
      ).fix("${NAME}, ${NAME:-default}, ${env:NAME}, ${host:FACT} or ${job:FACT}")
    }
    // Refused before it is read: a text of nothing but these must not exhaust the stack.
    guard !isInDefault else {
      throw Diagnostic(
        .malformedVariable, "a default inside a default", at: span(start, index + 2),
        label: "too deep to read"
      )
      .fix("`let` a variable to the inner one first")
    }
    index += 2
    let position = script.pieces.count
    append(.variableWithDefault, name: name, from: start, to: start)
    isInDefault = true
    defer { isInDefault = false }
    try defaultPieces(start)
    index += 1
    script.pieces[position].count = UInt32(script.pieces.count - position - 1)
    script.pieces[position].spanEnd = UInt32(index)
  }

  /// `[SPACE ":"] NAME`; a fact's name may hold dots and dashes too (`ns.uts`, `stat.pids.peak`).
  private mutating func bracedName(_ open: Int) throws(Diagnostic) -> Range<Int> {
    let start = index
    if byte(index) == UInt8(ascii: "#") || byte(index) == UInt8(ascii: "?") {
      index += 1
      return start..<index
    }
    while byte(index).isNamePart { index += 1 }
    if byte(index) == UInt8(ascii: ":"), byte(index + 1) != UInt8(ascii: "-"), index > start {
      let space = String(decoding: bytes[start..<index], as: UTF8.self)
      if Self.spaces.contains(space) { return try factName(of: space, from: start, open) }
      // What else follows a colon in other shells, as in `${x:=y}`, is no name.
      if byte(index + 1).isNameStart {
        throw Diagnostic(
          .malformedVariable, "unknown source of variables `\(space)`", at: span(start, index),
          label: Suggestion.label(for: space, among: Self.spaces)
        ).note("there are ${env:NAME}, ${host:FACT} and ${job:FACT}")
      }
    }
    let name = bytes[start..<index]
    guard name.isName || (!name.isEmpty && name.allSatisfy(\.isDigit)) else {
      throw namelessVariable(open)
    }
    return start..<index
  }

  /// Behind `SPACE`.
  private mutating func factName(
    of space: String, from start: Int, _ open: Int
  ) throws(Diagnostic) -> Range<Int> {
    index += 1
    let fact = index
    while byte(index).isNamePart || byte(index) == UInt8(ascii: ".")
      || (byte(index) == UInt8(ascii: "-") && index > fact)
    {
      index += 1
    }
    guard index > fact else { throw namelessVariable(open) }
    if space == "job" {
      if bytes[fact..<index].starts(with: "ns.".utf8) { script.namesNamespaces = true }
      if bytes[fact..<index].starts(with: "stat.".utf8) { script.namesCounters = true }
    }
    return start..<index
  }

  private mutating func namelessVariable(_ open: Int) -> Diagnostic {
    guard !isAtLineEnd else { return unclosedVariable(open) }
    return Diagnostic(
      .malformedVariable, "a variable without a name", at: span(open, index),
      label: "a name is letters, digits and _, and begins with no digit"
    ).fix("${NAME}, ${NAME:-default}, ${env:NAME}, ${host:FACT} or ${job:FACT}")
  }

  private var isAtLineEnd: Bool {
    index >= bytes.count || bytes[index] == .newline || isLineEnding(index)
  }

  /// No line break may stand in a variable, so that more lines would not mend it.
  private mutating func unclosedVariable(_ open: Int) -> Diagnostic {
    if index >= bytes.count { openVariable = open }
    return Diagnostic(
      .malformedVariable, "this `${` is never closed", at: span(open, open + 2),
      label: "opened here"
    ).fix("close it with }")
  }

  /// The default's own pieces, up to the closing brace. It may hold simple variables, not another
  /// default: what a word means should be seen at a glance.
  private mutating func defaultPieces(_ open: Int) throws(Diagnostic) {
    var start = index
    while true {
      guard index < bytes.count else { throw unclosedVariable(open) }
      switch bytes[index] {
      case UInt8(ascii: "}"):
        literal(start, index)
        return
      case UInt8(ascii: "\\"):
        literal(start, index)
        try escaped()
        start = index
      case UInt8(ascii: "$"):
        literal(start, index)
        try variable()
        start = index
      case 0: throw nulByte()
      case .newline: throw unclosedVariable(open)
      case .carriageReturn: throw isAtLineEnd ? unclosedVariable(open) : loneCarriageReturn()
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        throw Diagnostic(
          .malformedVariable, "a quote in a default", at: span(index, index + 1),
          label: "write \\ before it")
      default: index += 1
      }
    }
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofVariables: [ErrorCode] { [.malformedVariable] }

  package static var malformedVariable: ErrorCode {
    ErrorCode(
      6, title: "a variable that is not written right",
      story: """
        A `$` begins a variable, in double quotes too. Behind it stands a name (letters, digits and \
        _, the first no digit), one digit, `#` or `?`; or braces, in which a source and a default \
        may stand as well. For the character itself write \\$, or use single quotes.

          $NAME ${NAME}        a variable, or the parameter of a `def`
          ${NAME:-text}        text where it is not set, or empty
          $1 $# $? $@          an argument, their number, the last status, all arguments
          ${env:NAME}          the host's environment; also ${host:FACT} and ${job:FACT}

        `$@` gives one word for each argument, so it cannot be a part of a word. A default holds \
        plain text and simple variables, no quotes, line breaks or further defaults: what a word \
        means is to be seen at a glance. `$$`, `$*` and `$(...)` of sh do not exist; the label says \
        what takes their place.

            echo "this is cloche ${host:pid}, home of ${env:USER:-nobody}"
        """)
  }
}
