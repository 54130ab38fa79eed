import Commands
import CommandsSupport
import Language
import Presentation
import Sandbox
import Session
import TestSupport
import Testing

/// A new command is one file and one line of the registry, and these say all that it still lacks.
@Suite struct CompletenessTests {
  private static let names = Registry.commands.map { $0.command.name }

  // MARK: - Every command is registered

  /// The types of some sources that are commands, with the file of each.
  private static func commandTypes(
    in sources: [(file: String, text: String)]
  ) -> [(type: String, file: String)] {
    let head = #/(?:enum|struct|class|extension) ([\w.]+)\s*:[^{]*\b(?:\w+Command)\b/#
    return sources.flatMap { file, text in
      text.matches(of: head).map { (String($0.1), file) }
    }
  }

  /// The detector.
  @Test func commandsAreFoundInSources() {
    let text = """
      enum OneCommand: BuildingCommand {
        enum Two {}
      }
      struct Three: Sendable {}
      extension Four: Sendable, ActingCommand {}
      enum Five:
        ListingCommand
      {}
      """
    let found = Self.commandTypes(in: [("a", text)])
    #expect(found.map(\.type) == ["OneCommand", "Four", "Five"])
  }

  @Test func everyCommandIsRegistered() {
    let registered = Set(Registry.commands.map { String(describing: $0.command) })
    let sources = SourceFiles.all.filter { $0.file.hasPrefix("Commands/") }
    let found = Self.commandTypes(in: sources)
    #expect(found.count == registered.count)
    for (type, file) in found where !registered.contains(type) {
      Issue.record(
        """
        Sources/\(file) has the command \(type), which nobody can type: it is to have a line \
        like `.building(\(type).self),` in Sources/Commands/Registry.swift
        """)
    }
  }

  // MARK: - What each has to have

  /// What a command still lacks, each a sentence that says what to do.
  private static func gaps(of command: any Command.Type) -> [String] {
    var gaps: [String] = []
    func need(_ isThere: Bool, _ sentence: String) { if !isThere { gaps.append(sentence) } }
    need(!command.summary.isEmpty, "`summary` is empty: one line for lists, of 60 columns at most")
    need(!command.meaning.isEmpty, "`meaning` is empty: what it does in the kernel, for `help`")
    need(!command.example.isEmpty, "`example` is empty: a script that shows it and succeeds")
    if !command.example.isEmpty, let settings = ExampleSettings.of(command) {
      need(
        changesThePlan(settings.script),
        "its setting changes no plan: `phases` says when a launch does something, `lower` adds the step"
      )
    }
    for page in command.manualPages where page.isEmpty {
      gaps.append("`manualPages` has an empty entry: write for example `umask(2)`, or none")
    }
    let row = command.summary.isEmpty ? "that with the summary" : ReadmeTests.row(of: command)
    need(
      Self.text("README.md").contains(row),
      "the table of commands in README.md lacks its line: \(row)")
    let language = Self.text("docs/language.md")
    need(
      language.contains("`\(command.name)`") || language.contains("`\(command.name) "),
      "docs/language.md is to tell of `\(command.name)`")
    return gaps
  }

  /// Whether a launch does something because of these settings, or something else than without them.
  private static func changesThePlan(_ script: String) -> Bool {
    func launch(_ script: String) -> (lines: [PlanLine], environment: [Bytes])? {
      let bench = Bench(as: Bench.root)
      let program = Program(words: [Bytes("true".utf8)])
      guard (try? bench.run(script)) != nil, let plan = try? bench.session.launcher.plan(program)
      else { return nil }
      return (plan.lines, Environment.resolved(in: bench.session.context, host: Bench.root))
    }
    // What refuses it is told by other tests.
    guard let with = launch(script), let without = launch("") else { return true }
    return with.lines.contains { $0.origin != nil }
      || with.lines.map(\.text) != without.lines.map(\.text)
      || with.environment != without.environment
  }

  private static func text(_ document: String) -> String {
    Files.text("\(Machine.repository)/\(document)") ?? ""
  }

  @Test(arguments: names) func nothingIsMissing(name: String) throws {
    let command = try #require(Bench.table.command(named: Bytes(name.utf8)[...])).command
    let gaps = Self.gaps(of: command)
    let list = gaps.map { "  \($0)" }.joined(separator: "\n")
    if !gaps.isEmpty { Issue.record("`\(name)` is not finished:\n\(list)") }
  }

  // MARK: - Where each is

  /// The folders are the groups of `help`, and a file is named like its command.
  @Test(arguments: names) func itIsWhereOneLooksForIt(name: String) throws {
    let command = try #require(Bench.table.command(named: Bytes(name.utf8)[...])).command
    let type = String(describing: command)
    let group = "\(command.group)"
    let folder = "\(group.prefix(1).uppercased())\(group.dropFirst())"
    let file = "Commands/\(folder)/\(type.replacing("Command", with: "")).swift"
    let text = SourceFiles.all.first { $0.file == file }?.text
    let isThere = text?.contains("enum \(type): ") ?? false
    #expect(isThere, "\(type) is to be declared in Sources/\(file)")
    let comment = #/(?m)^\/\/\/ `[^`]+`(?: or `[^`]+`)?: \S/#
    #expect(
      text?.contains(comment) ?? false,
      "the comment above \(type) is to say what it is: /// `\(name)`: ...")
  }

  /// What two commands need is in `Shared` or in a target below. One may ask for the names of another,
  /// as `plan exec` does.
  @Test func noCommandUsesAnother() {
    let types = Registry.commands.map { String(describing: $0.command) }
    for (file, text) in SourceFiles.all
    where file.hasPrefix("Commands/") && file != "Commands/Registry.swift" {
      for type in types where !text.contains("enum \(type): ") {
        let uses = text.matches(of: #/\b(\w+Command)\.(\w+)/#)
          .filter { $0.1 == type && !["name", "names"].contains($0.2) }
        #expect(uses.isEmpty, "Sources/\(file) uses \(type)")
      }
    }
  }
}
