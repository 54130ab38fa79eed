import TestSupport
import Testing

/// The line that is being typed, after the terminal has got another width: the same as if it had been
/// typed there, below all that was printed before.
@Suite struct ResizeTests {
  private static let digits = (0..<150).map { String($0 % 10) }.joined()
  private static let text = "echo \(digits)"
  private static let plain = "cloche[uts pid mnt user]> "

  /// A prompt with colours, below a line that must stay.
  private func prompt(_ kind: Screen.Kind, columns: Int = 80) throws -> PseudoTerminal {
    // Of xterm there are more signs than of others.
    let version: String? = kind == .wrapping ? nil : "XTerm(379)"
    let terminal = try PseudoTerminal.prompt(
      "--norc", columns: columns,
      environment: ["TMUX": nil, "STY": nil, "XTERM_VERSION": version], kind: kind)
    try terminal.enter("ns uts pid mnt user")
    try terminal.enter("echo above")
    return terminal
  }

  /// Waits until a text is where it would be on a new screen, with the cursor at an offset, and sees
  /// that nothing else is there.
  private func see(
    _ text: String, offset: Int? = nil, above: String = "above", _ terminal: PseudoTerminal
  ) throws {
    let columns = terminal.screen.columns
    var drawn = Screen(rows: 24, columns: columns)
    drawn.write(text.utf8)
    let rows = drawn.shown
    let offset = offset ?? text.count
    try terminal.wait("line at \(columns) columns") { screen in
      let shown = screen.shown
      let start = shown.count - rows.count
      return start > 0 && shown.suffix(rows.count) == rows[...] && shown[start - 1] == above
        && screen.cursor == Screen.Position(start + offset / columns, offset % columns)
    }
  }

  @Test(arguments: Screen.Kind.allCases) func theCursorAtTheEnd(_ kind: Screen.Kind) throws {
    let terminal = try prompt(kind)
    try terminal.type(Self.text)
    for columns in [80, 60, 33, 31, 100, 50, 80] {
      terminal.resize(rows: 24, columns: columns)
      try see(Self.plain + Self.text, terminal)
    }
    try terminal.type("\r")
    try terminal.wait("the answer") { $0.shown.contains(String(Self.digits.prefix(80))) }
    #expect(terminal.screen.unknown.isEmpty)
  }

  @Test(arguments: Screen.Kind.allCases, [0, 70, 111])
  func theCursorWithin(_ kind: Screen.Kind, _ place: Int) throws {
    let terminal = try prompt(kind)
    try terminal.type(Self.text + "\u{1}" + String(repeating: "\u{6}", count: place))
    for columns in [80, 61, 34, 107, 59, 80] {
      terminal.resize(rows: 24, columns: columns)
      try see(Self.plain + Self.text, offset: Self.plain.count + place, terminal)
    }
  }

  @Test(arguments: Screen.Kind.allCases) func rowsThatAreFull(_ kind: Screen.Kind) throws {
    let terminal = try prompt(kind)
    let text = String(Self.text.prefix(120 - Self.plain.count))
    try terminal.type(text)
    for columns in [80, 60, 24, 120, 30, 40, 80] {
      terminal.resize(rows: 24, columns: columns)
      try see(Self.plain + text, terminal)
    }
  }

  @Test func halfOfTheWidth() throws {
    let terminal = try prompt(.wrapping)
    try terminal.type(Self.text)
    // What is drawn for another width than the terminal has cannot be known by who draws it.
    try see(Self.plain + Self.text, terminal)
    terminal.resize(rows: 24, columns: 40)
    try see(Self.plain + Self.text, terminal)
  }

  @Test(arguments: Screen.Kind.allCases) func oneSizeAfterTheOther(_ kind: Screen.Kind) throws {
    let terminal = try prompt(kind)
    try terminal.type(Self.text)
    try see(Self.plain + Self.text, terminal)
    // The program sees some of them, and the last for sure.
    for columns in [79, 78, 77] { terminal.resize(rows: 24, columns: columns) }
    try see(Self.plain + Self.text, terminal)
  }

  @Test(arguments: [Screen.Kind.cutting, .wrapping]) func wideCharacters(_ kind: Screen.Kind) throws
  {
    let terminal = try prompt(kind)
    let text = "echo x" + String(repeating: "日本語", count: 20) + "."
    try terminal.type(text)
    for columns in [80, 61, 35, 100, 51, 80] {
      terminal.resize(rows: 24, columns: columns)
      var drawn = Screen(rows: 24, columns: columns)
      drawn.write((Self.plain + text).utf8)
      try terminal.wait("line at \(columns) columns") {
        $0.shown.suffix(drawn.shown.count + 1) == (["above"] + drawn.shown)[...]
          && $0.cursor.column == drawn.cursor.column
      }
    }
  }

  @Test(arguments: [Screen.Kind.cutting, .wrapping]) func severalLines(_ kind: Screen.Kind) throws {
    let terminal = try prompt(kind)
    try terminal.paste("scope {\n  \(Self.text)\n}")
    for columns in [80, 60, 34, 100, 80] {
      terminal.resize(rows: 24, columns: columns)
      var drawn = Screen(rows: 24, columns: columns)
      drawn.write("\(Self.plain)scope {\r\n  \(Self.text)\r\n}".utf8)
      try terminal.wait("lines at \(columns) columns") {
        $0.shown.suffix(drawn.shown.count + 1) == (["above"] + drawn.shown)[...]
          && $0.lineToCursor == "}"
      }
    }
  }

  @Test(arguments: [Screen.Kind.cutting, .wrapping]) func anOpenBlock(_ kind: Screen.Kind) throws {
    let terminal = try prompt(kind)
    try terminal.enter("scope {")
    try terminal.type(Self.text)
    for columns in [80, 60, 33, 100] {
      terminal.resize(rows: 24, columns: columns)
      try see("     {> " + Self.text, above: Self.plain + "scope {", terminal)
    }
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: Self.plain)
  }

  @Test(arguments: [Screen.Kind.cutting, .wrapping]) func aSearch(_ kind: Screen.Kind) throws {
    let terminal = try prompt(kind, columns: 100)
    try terminal.enter(Self.text)
    try terminal.enter("echo above")
    try terminal.type("\u{12}echo 0")
    let shown = "(reverse-i-search)`echo 0': " + Self.text
    try see(shown, offset: "(reverse-i-search)`echo 0': ".count, terminal)
    for columns in [61, 34, 107] {
      // A terminal that wraps anew may look right before cloche has heard of its size.
      let written = terminal.output.count
      terminal.resize(rows: 24, columns: columns)
      try terminal.wait("an answer to the new size") { _ in terminal.output.count > written }
      try see(shown, offset: "(reverse-i-search)`echo 0': ".count, terminal)
    }
    try terminal.type("\u{3}")
    try terminal.wait("a new prompt") {
      $0.lineToCursor == Self.plain && !$0.shown.contains { $0.contains("reverse") }
    }
    // Perhaps that of the line that was found, which is given up: what is typed is not lost there.
    try terminal.type("echo after\r")
    try terminal.wait("the answer") { $0.shown.contains("after") }
  }

  @Test(arguments: [Screen.Kind.cutting, .wrapping]) func belowAList(_ kind: Screen.Kind) throws {
    let terminal = try prompt(kind)
    try terminal.type(Self.text + " $\t\t")
    try terminal.wait(for: "the last status")
    try see(Self.plain + Self.text + " $", above: "  $@  all the arguments", terminal)
    terminal.resize(rows: 24, columns: 61)
    try see(Self.plain + Self.text + " $", above: "  $@  all the arguments", terminal)
  }

  @Test func whatIsTypedMeanwhileIsKept() throws {
    let terminal = try prompt(.wrapping)
    try terminal.type(Self.text)
    try see(Self.plain + Self.text, terminal)
    terminal.resize(rows: 24, columns: 61)
    try terminal.type(" and\u{1b}[D\u{1b}[Dx")
    try see(Self.plain + Self.text + " axnd", offset: (Self.plain + Self.text).count + 3, terminal)
  }

  @Test func aLateAnswerIsNoKey() throws {
    let terminal = try prompt(.silent)
    try terminal.type(Self.text)
    terminal.resize(rows: 24, columns: 61)
    try see(Self.plain + Self.text, terminal)
    try terminal.type("\u{1b}[3;5R!")
    try see(Self.plain + Self.text + "!", terminal)
  }
}
