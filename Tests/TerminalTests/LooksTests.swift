import TestSupport
import Testing

/// How results are laid out on terminals of all sizes.
@Suite struct LooksTests {
  @Test func messagesBreakAtWords() throws {
    let terminal = try PseudoTerminal.prompt(columns: 40)
    #expect(terminal.screen.shown.first == "cloche 0.1.0 builds an isolation and")
    try terminal.enter("mount proc /proc")
    try terminal.enter("exec true")
    try terminal.wait("the message") {
      $0.shown.contains("error[E0450]: `mount proc` without a new")
        && $0.shown.contains("              pid namespace")
    }
    // In a file it is one line, for grep.
    #expect(
      Cloche.commands("mount proc /proc; exec true").err.contains("without a new pid namespace\n"))
  }

  @Test func helpIsOneScreenful() throws {
    let terminal = try PseudoTerminal.prompt()
    let lines = try terminal.answer(to: "help")
    // The command above and the prompt below are on the screen with it.
    #expect(lines.count <= 22)
    #expect(lines.allSatisfy { $0.count <= 80 })
    for group in ["build the context", "run ", "look ", "change and keep", "script ", "session "] {
      #expect(lines.contains { $0.hasPrefix(group) })
    }
    #expect(lines.contains { $0.contains("quit") })
  }

  @Test func theExamplesOfHelpRun() throws {
    // A command, two blanks or more, and what it does: just these lines are examples.
    let examples = Cloche.commands("help").out.split(separator: "\n\n").dropFirst().first ?? ""
    let commands = examples.split(separator: "\n").compactMap { line in
      line.firstRange(of: "  ").map { String(line[..<$0.lowerBound]) }
    }
    #expect(commands.count >= 4)
    let terminal = try PseudoTerminal.prompt()
    for command in commands where !command.hasPrefix("exec") {
      try terminal.enter(command)
      #expect(!terminal.screen.contains("error["), "\(command)")
    }
    // The program itself, without its own prompt.
    let program = try #require(commands.last { $0.hasPrefix("exec") })
    try terminal.enter("\(program) -c 'exit 3'")
    #expect(terminal.screen.line.hasSuffix("(3)>"))
  }

  @Test func thereIsHelpOnEveryWordThatBeginsACommand() {
    let words = Cloche.commands("complete ''").out.split(separator: "\n")
      .map { $0.prefix { $0 != "\t" } }
    #expect(words.count > 40)
    let run = Cloche.run(
      ["-c", words.map { "help \($0)" }.joined(separator: "\n")], environment: ["LC_ALL": "C"])
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(run.out.utf8.allSatisfy { $0 < 0x7f })
  }

  @Test func helpOfACommandTellsAllOfIt() throws {
    let terminal = try PseudoTerminal.prompt(rows: 50)
    let text = try terminal.answer(to: "help mount").joined(separator: "\n")
    #expect(text.hasPrefix("mount proc|tmpfs|"))
    for part in ["a new file system inside", "fsopen", "mount(8)", "example:", "mount tmpfs /tmp"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [40, 60, 80, 132]) func nothingWrapsByItself(_ columns: Int) throws {
    let terminal = try PseudoTerminal.prompt(rows: 200, columns: columns)
    try terminal.enter("ns uts pid mnt user; hostname mocker; mount proc /proc; root host")
    var commands = ["help", "apropos limit", "show", "boxes"]
    if columns >= 60 { commands += ["ns", "plan /bin/sh"] }
    // The pages of the manual have tables, which are made for 80 columns.
    if columns >= 80 { commands += ["help exec", "help E0412", "help language", "help limits"] }
    for command in commands {
      let before = terminal.output.count
      try terminal.enter(command)
      let printed = String(decoding: terminal.output[before...], as: UTF8.self)
      for line in printed.split(separator: "\r\n").dropFirst().dropLast() {
        let plain = Self.withoutStyles(String(line))
        #expect(plain.count <= columns, "\(command): \(plain)")
      }
    }
  }

  private static func withoutStyles(_ text: String) -> String {
    var screen = Screen(rows: 1, columns: 1000)
    screen.write(text.utf8)
    return screen.lines[0]
  }

  @Test func treesHaveBranchesThatTheTerminalKnows() throws {
    let unicode = try PseudoTerminal.prompt(rows: 60)
    #expect(try unicode.answer(to: "show").contains { $0.hasPrefix("├─ ") })
    for environment in [["LANG": "C"], ["TERM": "dumb"]] {
      let terminal = try PseudoTerminal.prompt(rows: 60, environment: environment)
      let lines = try terminal.answer(to: "show")
      #expect(lines.contains { $0.hasPrefix("|- ") })
      #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    }
  }

  @Test func theWidthIsTheTerminalsEvenAfterAChange() throws {
    let terminal = try PseudoTerminal.prompt(rows: 60, columns: 100)
    let wide = try terminal.answer(to: "help").map(\.count).max() ?? 0
    #expect(wide > 60 && wide <= 100)
    terminal.resize(rows: 60, columns: 50)
    // The change is a signal: what comes behind it in the same input comes later.
    try terminal.enter("echo")
    #expect((try terminal.answer(to: "help").map(\.count).max() ?? 99) <= 50)
  }

  @Test func widthsWithoutATerminalAreOfCOLUMNS() {
    let run = Cloche.run(["-c", "help"], environment: ["COLUMNS": "45"])
    #expect(run.out.split(separator: "\n").allSatisfy { $0.count <= 45 })
  }

  @Test func slipsAreAnswered() throws {
    let terminal = try PseudoTerminal.prompt()
    for (typed, meant) in [
      ("hlep", "help"), ("ns utc", "uts"), ("mount tmpsf /tmp", "tmpfs"), ("limit pdis 3", "pids"),
      ("rlimit nofil 3", "nofile"), ("help namespace", "namespaces"), ("have ns.utss", "ns.uts"),
      ("exec --timeot 3s true", "--timeout"), ("tty shared", "share"),
    ] {
      let answer = try terminal.answer(to: typed).joined()
      #expect(answer.contains("did you mean `\(meant)`?"), "\(typed): \(answer)")
    }
  }
}
