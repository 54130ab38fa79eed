import Language
import Testing

/// What a text means that ends at a cursor.
@Suite struct CursorTests {
  /// A text up to the cursor, and what the cursor is told of it.
  struct Typed: Sendable, CustomTestStringConvertible {
    let text: Bytes
    let place: Cursor.Place
    let words: [String]
    /// The word under the cursor in the text and as a value; nil where none has begun.
    let word: (written: Bytes, value: Bytes)?

    init(_ text: String, _ place: Cursor.Place, _ words: String...) {
      (self.text, self.place, self.words, word) = (Bytes(text.utf8), place, words, nil)
    }

    init(
      _ text: String, _ place: Cursor.Place, _ words: String..., at written: String,
      value: String? = nil
    ) {
      (self.text, self.place, self.words) = (Bytes(text.utf8), place, words)
      word = (Bytes(written.utf8), Bytes((value ?? written).utf8))
    }

    var testDescription: String { text.displayed }

    func check(_ location: SourceLocation = #_sourceLocation) {
      let cursor = Cursor(atEndOf: text)
      #expect(cursor.place == place, sourceLocation: location)
      #expect(cursor.words.map(\.displayed) == words, sourceLocation: location)
      #expect(text[cursor.start...].elementsEqual(word?.written ?? []), sourceLocation: location)
      #expect(cursor.value == word?.value ?? [], sourceLocation: location)
    }
  }

  @Test(arguments: [
    Typed("", .command),
    Typed("  ", .command),
    Typed("ho", .command, at: "ho"),
    Typed("hostname ", .argument, "hostname"),
    Typed("hostname na", .argument, "hostname", at: "na"),
    Typed("exec sh -c 'a b' x", .argument, "exec", "sh", "-c", "a b", at: "x"),
    Typed("exec 'a'\\ \"b\\t\"", .argument, "exec", at: "'a'\\ \"b\\t\"", value: "a b\t"),
    Typed("a;", .command),
    Typed("a; b c", .argument, "b", at: "c"),
    Typed("a\nb ", .argument, "b"),
    Typed("a\r\nb ", .argument, "b"),
    Typed("\u{feff}b ", .argument, "b"),
    Typed("exec echo if for ", .argument, "exec", "echo", "if", "for"),
    Typed("exec a &", .end, "exec", "a"),
    Typed("exec a & ", .end, "exec", "a"),
    Typed("exec a &; ", .command),
    Typed("exec a &\nb ", .argument, "b"),
  ])
  func commands(_ typed: Typed) { typed.check() }

  @Test(arguments: [
    Typed("try ", .command),
    Typed("try not capture exec ", .argument, "exec"),
    Typed("tr", .command, at: "tr"),
    Typed("try", .command, at: "try"),
    Typed("if ", .condition),
    Typed("if not ", .condition),
    Typed("if test a ", .argument, "test", "a"),
    Typed("if a {", .argument, "a", at: "{"),
    Typed("if a { ", .command),
    Typed("if a { b ", .argument, "b"),
    Typed("if a { b; ", .command),
    Typed("if a { b }", .argument, "b", at: "}"),
    Typed("if a { b } ", .afterBlock(.if)),
    Typed("if a { b } el", .afterBlock(.if), at: "el"),
    Typed("if a { b } else ", .afterElse),
    Typed("if a { b } else i", .afterElse, at: "i"),
    Typed("if a { b } else { ", .command),
    Typed("if a { b } else { c } ", .afterBlock(.else)),
    Typed("if a { b } else if ", .condition),
    Typed("if a { b } else if c { d } ", .afterBlock(.if)),
    Typed("for x in 1 2", .argument, "for", "x", "in", "1", at: "2"),
    Typed("for x in 1 2 { ", .command),
    Typed("repeat 3 { a } ", .afterBlock(.repeat)),
    Typed("def f a { echo ", .argument, "echo"),
    Typed("scope {\n ns ", .argument, "ns"),
    Typed("scope { a };", .command),
    Typed("scope { if a { b } }\n", .command),
    Typed("scope { exec a & } ", .afterBlock(.scope)),
    Typed("try scope { a } ", .afterBlock(.scope)),
  ])
  func constructs(_ typed: Typed) { typed.check() }

  /// The parser takes none of these, whatever is typed behind them.
  @Test(arguments: [
    Typed("exec a | b ", .refused, "exec", "a", at: "| b "),
    Typed("exec ls *", .refused, "exec", "ls", at: "*"),
    Typed("exec ls x*y z", .refused, "exec", "ls", at: "x*y z"),
    Typed("a && b", .refused, "a", at: "&& b"),
    Typed("exec \"\\q", .refused, "exec", at: "\"\\q"),
    Typed("a $(b", .refused, "a", at: "$(b"),
    Typed("a $", .argument, "a", at: "$"),
    Typed("a $ b", .refused, "a", at: "$ b"),
    Typed("a ${x!", .refused, "a", at: "${x!"),
    Typed("a | b; c ", .refused, "a", at: "| b; c "),
    Typed("a | 'b\nc' ", .refused, "a", at: "| 'b\nc' "),
    Typed("a | b\nc ", .argument, "c"),
    Typed("a | {\nb\n", .refused, "a", at: "| {\nb\n"),
    Typed("scope {\n a | b }", .refused, "a", at: "}"),
    Typed("scope { a | b } ", .afterBlock(.scope)),
    Typed("a { b ", .refused, "a", at: "{ b "),
    Typed("} a", .refused, at: "} a"),
    Typed("else { a", .refused, at: "else { a"),
    Typed("scope { a } b ", .refused, at: "b "),
    Typed("exec a & b ", .refused, "exec", "a", at: "b "),
    Typed("if try ", .refused, at: "try "),
    Typed("if a; b ", .refused, "a", at: "; b "),
    Typed("if a & ", .refused, "a", at: "& "),
    Typed("a\rb ", .refused, at: "a\rb "),
    Typed("a\0\nb ", .refused, at: "a\0\nb "),
    Typed("# a\rb\nc ", .argument, "c"),
    Typed("'ho", .refused, at: "'ho", value: "ho"),
    Typed("\\ho", .refused, at: "\\ho", value: "ho"),
    Typed("$x", .refused, at: "$x"),
    Typed("try 'ho", .refused, at: "'ho", value: "ho"),
    Typed("'ns' u", .argument, "'ns'", at: "u"),
    Typed("'try' u", .argument, "'try'", at: "u"),
  ])
  func refused(_ typed: Typed) { typed.check() }

  @Test(arguments: [
    Typed("a \\\nb", .argument, "a", at: "b"),
    Typed("a b\\\n", .argument, "a", at: "b\\\n", value: "b"),
    Typed("a b\\\nc", .argument, "a", at: "b\\\nc", value: "bc"),
    Typed("a b\\\r\nc", .argument, "a", at: "b\\\r\nc", value: "bc"),
    Typed("a b\\\n c", .argument, "a", "b", at: "c"),
    Typed("a \"b\\\nc", .argument, "a", at: "\"b\\\nc", value: "bc"),
    Typed("ho\\\n", .refused, at: "ho\\\n", value: "ho"),
    Typed("ho\\\n ", .argument, "ho"),
  ])
  func continuations(_ typed: Typed) { typed.check() }

  @Test(arguments: [
    Typed("# a", .comment), Typed("#", .comment), Typed("a # b", .comment, "a"),
    Typed("a # 'b", .comment, "a"), Typed("scope { # }", .comment),
    Typed("a # b\n", .command), Typed("a # b\\\nc ", .argument, "c"),
    Typed("a b#c", .argument, "a", at: "b#c"), Typed("a '#", .argument, "a", at: "'#", value: "#"),
  ])
  func comments(_ typed: Typed) { typed.check() }

  @Test func bytesThatAreNoText() {
    let cursor = Cursor(atEndOf: Bytes("a 'b".utf8) + [0xff, 0x0a, 0x80])
    #expect(cursor.words == [Bytes("a".utf8)])
    #expect(cursor.value == [UInt8(ascii: "b"), 0xff, 0x0a, 0x80])
    #expect(cursor.quoting == .single)
  }

  @Test(arguments: [
    ("a b", Cursor.Quoting.bare), ("a 'b", .single), ("a 'b\n", .single), ("a 'b' c", .bare),
    ("a '\"", .single), ("a \"'", .double), ("a \"b\\\"", .double), ("a \"b\" ", .bare),
    ("a \"b\nc", .double), ("a \"$x", .double), ("a \"${x", .double), ("a x'", .single),
    ("a 'b\nc' d'", .single), ("a | 'b' ", .bare), ("a '", .single), ("a \"", .double),
  ])
  func quotes(_ text: String, _ quoting: Cursor.Quoting) {
    #expect(Cursor(atEndOf: Bytes(text.utf8)).quoting == quoting)
  }

  /// The variable from its `$` on; nil where none is being typed.
  @Test(arguments: [
    ("a $", "$"), ("a $x", "$x"), ("a b$x", "$x"), ("a ${", "${"), ("a ${x", "${x"),
    ("a ${env:", "${env:"), ("a ${env:HO", "${env:HO"), ("a ${job:stat.pids.", "${job:stat.pids."),
    ("a \"$x", "$x"), ("a \"b ${x", "${x"), ("a $x$y", "$y"), ("a $1$", "$"),
    ("a $x:", nil), ("a $x.", nil), ("a $x ", nil), ("a ${x}", nil), ("a $1", nil), ("a $?", nil),
    ("a $#", nil), ("a '$x", nil), ("a \\$x", nil), ("a \"\\$x", nil), ("a \"$x\"", nil),
    ("a $x'", nil), ("# $x", nil), ("a ${x!", nil), ("a $(", nil), ("a $x\\\n", nil),
  ])
  func variables(_ text: String, _ variable: String?) {
    let cursor = Cursor(atEndOf: Bytes(text.utf8))
    let found = cursor.variable.map {
      String(decoding: text.utf8.dropFirst($0.start), as: UTF8.self)
    }
    #expect(found == variable)
    #expect(cursor.variable?.isInDefault != true)
  }

  @Test(arguments: [
    ("a ${x:-", "${x:-"), ("a ${x:-b c", "${x:-b c"), ("a ${x:-$y", "$y"), ("a ${x:-$", "$"),
    ("a ${x:-${y", "${y"), ("a \"${x:-b $y", "$y"),
  ])
  func defaults(_ text: String, _ variable: String) {
    let cursor = Cursor(atEndOf: Bytes(text.utf8))
    let found = cursor.variable.map {
      String(decoding: text.utf8.dropFirst($0.start), as: UTF8.self)
    }
    #expect(found == variable)
    #expect(cursor.variable?.isInDefault == true)
    #expect(cursor.value.displayed.hasSuffix(variable))
  }

  @Test(arguments: [
    ("a ~", true), ("a ~/b", true), ("a ~/'b c'", true), ("a ~/b\\ ", true), ("a ~b", false),
    ("a '~/b", false), ("a \\~/b", false), ("a b~/", false), ("a ~/b ", false), ("a ~\\/", false),
  ])
  func home(_ text: String, _ mayBeHome: Bool) {
    #expect(Cursor(atEndOf: Bytes(text.utf8)).mayBeHome == mayBeHome)
  }

  @Test(arguments: [
    ("a \\", true), ("a b\\", true), ("a \"b\\", true), ("a ${x:-\\", true), ("a \\\\", false),
    ("a '\\", false), ("a \"\\\\", false), ("a \\\n", false), ("# \\", false),
  ])
  func escapes(_ text: String, _ isEscaping: Bool) {
    #expect(Cursor(atEndOf: Bytes(text.utf8)).isEscaping == isEscaping)
  }

  @Test(arguments: [
    ("", Keyword.allCases.filter { $0 != .else }),
    ("try ", Keyword.allCases.filter { $0 != .else }),
    ("if ", [.not]), ("if a { } ", [.else]), ("if a { } else ", [.if]), ("scope { } ", []),
    ("a ", []), ("a & ", []), ("a | ", []), ("# ", []),
  ])
  func wordsOfTheLanguage(_ text: String, _ keywords: [Keyword]) {
    #expect(Cursor(atEndOf: Bytes(text.utf8)).keywords == keywords)
  }

  /// The cursor sees what the parser sees: what is right so far is never refused, and the words
  /// of the last command are those of the last node.
  @Test(arguments: 1...4) func agreesWithTheParser(_ seed: UInt64) {
    var randomness = Randomness(seed: seed)
    let fragments = [
      " ", " ", "\n", ";", " & ", "'", "\"", "\\\n", "\\", "# ", " { ", " } ", "if ", " else ",
      "not ", "try ", "for x in ", "repeat 3 ", "scope ", "exec ", "a", "b ", "$x", "${x:-", "}",
      "~/", "|", "é", " 'q r' ",
    ]
    var compared = 0
    for _ in 0..<3_000 {
      let text = randomness.sequence(of: fragments, upTo: 16).joined()
      let parsed = soundlyParsed(text)
      let cursor = Cursor(atEndOf: Bytes(text.utf8))
      // Of a name that goes on behind the line's end, or in quotes, the parser says only at its end
      // that it is none.
      guard parsed.diagnostics.isEmpty || parsed.incomplete == .block, !text.hasSuffix("\\\n")
      else { continue }
      #expect(cursor.place != .refused, "\(Bytes(text.utf8).displayed)")
      guard parsed.diagnostics.isEmpty, cursor.place == .argument,
        let last = parsed.script.nodes.last,
        last.kind == .simple
      else { continue }
      let given = parsed.script.words(of: last).map { parsed.script.words[$0] }
      let seen = cursor.words.count + (cursor.start < text.utf8.count ? 1 : 0)
      #expect(seen == given.count, "\(Bytes(text.utf8).displayed)")
      #expect(cursor.words.first.map { $0[...] } ?? [] == parsed.script.text(of: given[0]))
      compared += 1
    }
    #expect(compared > 30)
  }
}
