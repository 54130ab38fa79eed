import TestSupport
import Testing

/// Typing: keys, entries of several lines, pastes.
@Suite struct EditingTests {
  @Test func keysMoveAndDelete() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo wrld\u{1b}[D\u{1b}[D\u{1b}[Do")
    try terminal.wait(for: "echo world")
    try terminal.type("\u{5}!\u{7f}s\u{1b}bthe \u{1}\u{6}\u{6}")
    try terminal.wait("the line") { $0.line == "cloche> echo the worlds" && $0.cursor.column == 10 }
    try terminal.type("\r")
    try terminal.wait("the answer") { $0.shown.contains("the worlds") }
  }

  @Test func theHistoryIsAtHand() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("echo first")
    try terminal.enter("echo second")
    try terminal.type("\u{1b}[A\u{1b}[A")
    try terminal.wait(atCursor: "cloche> echo first")
    try terminal.type("\u{1b}[B")
    try terminal.wait(atCursor: "cloche> echo second")
  }

  @Test(arguments: ["\u{3}", "\u{7}", "\u{1b}[C"])
  func aSearchLeavesNothingBehind(_ key: String) throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.paste("echo one\necho needle\necho three")
    try terminal.wait(atCursor: "echo three")
    try terminal.enter("")
    let first = terminal.screen.cursor.row
    try terminal.type("\u{12}need")
    try terminal.wait(for: "(reverse-i-search)`need': echo one")
    try terminal.type(key)
    let entry = ["cloche> echo one", "echo needle", "echo three"]
    let left =
      switch key {
      case "\u{3}": ["cloche> echo one", "echo needle", "echo three^C", "cloche>"]
      case "\u{7}": ["cloche>"]
      default: entry
      }
    try terminal.wait("line without the search") { $0.shown.dropFirst(first) == left[...] }
  }

  @Test func aSearchThatIsGivenUpBelongsToNoEntry() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("echo one")
    try terminal.enter("echo two")
    // A half-typed line, an older one, a search by a pattern, and ^G.
    try terminal.type("echo half\u{1b}[A\u{1b}p")
    try terminal.wait(atCursor: ":")
    try terminal.type("\u{7}")
    try terminal.wait("the line") { $0.line == "cloche> echo half" }
    // To the beginning of the history, and with ^O from entry to entry.
    try terminal.type("\u{1b}<")
    try terminal.wait(atCursor: "> echo one")
    try terminal.type("\u{f}")
    try terminal.wait(atCursor: "> echo two")
    try terminal.type("\u{f}")
    try terminal.wait("the next entry") {
      $0.lineToCursor.hasPrefix("cloche> ") && $0.cursor.row > 9
    }
    try terminal.type("\u{15}")
    try terminal.enter("")
    #expect(try terminal.answer(to: "echo on") == ["on"])
  }

  @Test func wideCharactersTakeTwoColumns() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo 日本語x\u{2}\u{2}\u{7f}")
    try terminal.wait("the line") {
      $0.line == "cloche> echo 日語x" && $0.cursor.column == "cloche> echo ".utf8.count + 2
    }
    try terminal.type("\r")
    try terminal.wait("the answer") { $0.shown.contains("日語x") }
  }

  @Test(arguments: [
    ("scope {", "{", "}"), ("echo 'a", "'", "b'"), ("echo \"a", "\"", "b\""),
    ("echo a\\", "\\", "b"),
  ]) func whatIsOpenIsInThePrompt(_ first: String, _ sign: String, _ rest: String) throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter(first)
    #expect(terminal.screen.lineToCursor == "     \(sign)> ")
    try terminal.enter(rest)
    #expect(terminal.screen.line == "cloche>")
  }

  @Test func openBlocksWithinEachOther() throws {
    let terminal = try PseudoTerminal.prompt()
    for line in ["if test a is a {", "repeat 2 {", "echo 'two", "lines'", "}", "}"] {
      try terminal.enter(line)
    }
    #expect(terminal.screen.shown.filter { $0 == "two" }.count == 2)
    #expect(terminal.screen.line == "cloche>")
  }

  @Test func aPasteOfManyLinesIsOneInput() throws {
    let terminal = try PseudoTerminal.prompt()
    #expect(terminal.screen.hasBracketedPaste)
    try terminal.paste("let x = one\recho $x\r\necho two\n")
    try terminal.wait("the paste") { $0.lineToCursor == "echo two" }
    // Nothing has run before Enter.
    #expect(!terminal.screen.shown.contains("one"))
    try terminal.type("\r")
    try terminal.wait("the answers") { $0.shown.contains("one") && $0.shown.contains("two") }
    try terminal.wait(atCursor: "cloche> ")
    // One entry of the history, too.
    try terminal.type("\u{1b}[A")
    try terminal.wait("the entry") {
      $0.shown.suffix(3) == ["cloche> let x = one", "echo $x", "echo two"]
    }
  }

  @Test func aPasteGoesToTheCursorAndIsUndoneAtOnce() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("echo AB\u{2}")
    try terminal.paste("in between")
    try terminal.wait("the line") { $0.line == "cloche> echo Ain betweenB" }
    try terminal.type("\u{1f}")
    try terminal.wait("the line") { $0.line == "cloche> echo AB" }
  }

  @Test func theEndMarkWithinAPasteRunsNothing() throws {
    let terminal = try PseudoTerminal.prompt()
    // As a terminal pastes a text that holds the mark, without cleaning it.
    try terminal.type("\u{1b}[200~echo seen\u{1b}[201~\recho never\r\u{1b}[201~")
    try terminal.wait(for: "echo never")
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche> ")
    #expect(!terminal.screen.shown.contains("seen") && !terminal.screen.shown.contains("never"))
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
  }

  @Test func aPasteWithoutItsEndCanBeLeft() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("\u{1b}[200~echo lost")
    try terminal.type("\u{3}")
    try terminal.wait("a new prompt") { $0.lineToCursor == "cloche> " && $0.cursor.row == 3 }
    #expect(try terminal.answer(to: "echo fine") == ["fine"])
  }

  @Test func whatIsTypedBehindAPasteIsTyped() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("\u{1b}[200~echo pasted\u{1b}[201~ typed\r")
    try terminal.wait("the answer") { $0.shown.contains("pasted typed") }
  }

  @Test func inputrcHasAPartForCloche() throws {
    let home = TemporaryFolder()
    home.write(
      ".inputrc",
      """
      $if cloche
      "\\C-t": "echo from inputrc"
      $endif
      $if Bash
      "\\C-t": "echo wrong"
      $endif
      """)
    let terminal = try PseudoTerminal.prompt(home: home)
    try terminal.type("\u{14}\r")
    try terminal.wait("the answer") { $0.shown.contains("from inputrc") }
  }

  @Test func viMode() throws {
    let home = TemporaryFolder()
    home.write(".inputrc", "set editing-mode vi\nset keyseq-timeout 0\n")
    let terminal = try PseudoTerminal.prompt(home: home)
    try terminal.type("echo one twx")
    try terminal.wait(atCursor: "twx")
    try terminal.type("\u{1b}")
    try terminal.wait("the command mode") { $0.cursor.column == "cloche> echo one tw".count }
    try terminal.type("ro0")
    try terminal.wait("the beginning") {
      $0.line == "cloche> echo one two" && $0.cursor.column == 8
    }
    try terminal.type("wcw1\u{1b}A!")
    try terminal.wait(atCursor: "echo 1 two!")
    // ? is a key of the language here too, and a search in the command mode.
    try terminal.paste(" pasted")
    try terminal.wait(atCursor: "two! pasted")
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche> ")
    try terminal.type("quit ?")
    try terminal.wait(for: "usage: quit [N]")
  }

  @Test(arguments: [[0xc3], [0xe6, 0x97], [0xf0, 0x9f, 0x98], [0x80], [0xff]] as [[UInt8]])
  func bytesThatAreNoCharacter(_ bytes: [UInt8]) throws {
    let home = TemporaryFolder()
    let terminal = try PseudoTerminal.prompt(home: home)
    // The keys behind them are not swallowed.
    try terminal.type(Array("exec printf %s a".utf8) + bytes + Array("b".utf8))
    try terminal.wait("the line") { $0.line.hasPrefix("cloche> exec printf %s a\u{fffd}") }
    try terminal.type(bytes)
    try terminal.type("\u{1b}[DX\u{7f}\u{5}é日! > ".replacing(" > ", with: "\r"))
    try terminal.wait(atCursor: "> ")
    let expected = Array("a".utf8) + bytes + Array("b".utf8) + bytes + Array("é日!".utf8)
    #expect(terminal.output.firstRange(of: expected) != nil)
  }

  @Test func aCharacterThatComesInParts() throws {
    let terminal = try PseudoTerminal.prompt()
    for byte in Array("echo 日".utf8) { try terminal.type([byte]) }
    try terminal.wait(atCursor: "echo 日")
    try terminal.type([0xe6])
    try terminal.type("\u{3}")
    try terminal.wait("a new prompt") { $0.lineToCursor == "cloche> " && $0.cursor.row == 3 }
    #expect(try terminal.answer(to: "echo on") == ["on"])
  }

  @Test func commandsMayBeAbbreviated() throws {
    let terminal = try PseudoTerminal.prompt()
    #expect(try terminal.answer(to: "ech short") == ["short"])
    let answer = try terminal.answer(to: "un")
    #expect(answer.first?.hasPrefix("error[E0") ?? true)
  }

  @Test func typedAheadForAProgram() throws {
    let terminal = try PseudoTerminal.prompt()
    // What is typed behind Enter is for the program, not for the prompt.
    try terminal.type("host cat\rfor cat\n")
    try terminal.wait(for: "for cat")
    try terminal.type("\u{4}")
    try terminal.wait(atCursor: "cloche> ")
    #expect(terminal.screen.shown.last == "cloche>")
    #expect(!terminal.screen.contains("error"))
  }
}
