import Commands
import Language
import Presentation
import Sandbox
import Session
import Testing

/// What every command has to say of itself.
@Suite struct RegistryTests {
  private static let names = Registry.commands.map { $0.command.name }

  /// A command by its name, since types are no arguments of tests.
  private func command(_ name: String) throws -> any Command.Type {
    try #require(Bench.table.command(named: Bytes(name.utf8)[...])).command
  }

  @Test func namesAreUnique() {
    let all = Registry.commands.flatMap { [$0.command.name] + $0.command.aliases }
    #expect(all.count == Set(all).count)
    #expect(all.sorted() == Bench.table.allNames)
  }

  @Test(arguments: names)
  func itsNamesCanBeTyped(name: String) throws {
    let command = try command(name)
    for name in [command.name] + command.aliases {
      #expect(Bytes(name.utf8).isCommandName)
      // What the parser takes for itself never reaches the registry.
      let result = Parser.parse(Bytes("\(name) x".utf8), source: SourceID(0))
      #expect(result.diagnostics.isEmpty)
      #expect(result.script.nodes.map(\.kind) == [.simple])
      #expect(Bench.table.command(named: Bytes(name.utf8)[...])?.command == command)
    }
  }

  @Test(arguments: names)
  func itsSummaryIsALine(name: String) throws {
    let summary = try command(name).summary
    #expect(!summary.isEmpty)
    #expect(summary.displayWidth <= 60)
    #expect(!summary.contains("\n"))
    #expect(!summary.hasSuffix("."))
    #expect(summary.first?.isUppercase == false)
  }

  @Test(arguments: names)
  func itSaysWhatItDoes(name: String) throws {
    let command = try command(name)
    #expect(command.meaning.count > 20)
    #expect(!command.example.isEmpty)
    #expect(!command.syntax.forms.isEmpty)
    #expect(command.example.contains(command.name))
    for page in command.manualPages {
      #expect(page.last == ")" && page.contains("("), "\(page)")
    }
  }

  /// Each of its words and options is explained.
  @Test(arguments: names)
  func itsWordsHaveMeanings(name: String) throws {
    let syntax = try command(name).syntax
    func expectMeanings(_ elements: [Syntax.Element]) {
      for element in elements {
        switch element {
        case .word(let word, let meaning): #expect(!meaning.isEmpty, "\(word)")
        case .choice(_, let words), .flags(let words):
          #expect(Set(words.map(\.word)).count == words.count)
          for word in words { #expect(!word.meaning.isEmpty, "\(word.word)") }
        case .optional(let inner): expectMeanings(inner)
        case .value(let name, _), .some(let name, _), .many(let name, _): #expect(!name.isEmpty)
        }
      }
    }
    for form in syntax.forms { expectMeanings(form.elements) }
    for option in syntax.options {
      #expect(option.name.hasPrefix("--"))
      #expect(!option.meaning.isEmpty)
    }
  }

  /// A usage line can be wrapped at blanks to fit a terminal.
  @Test(arguments: names)
  func itsUsageFits(name: String) throws {
    for line in try command(name).syntax.usage(of: name) {
      let wrapped = TextStyle(width: 80).wrap(line, first: 0, indent: "    ")
      for line in wrapped.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test(arguments: names)
  func itsHelpFits(name: String) throws {
    let bench = Bench()
    let help = String(decoding: try bench.output(of: "help \(name)"), as: UTF8.self)
    let command = try command(name)
    #expect(help.contains(command.summary))
    let wide = help.split(separator: "\n").filter { $0.count > 80 }
    #expect(wide.isEmpty)
    for line in command.example.split(separator: "\n") { #expect(help.contains(line)) }
    for alias in command.aliases { #expect(help.contains("also: \(alias)")) }
  }

  @Test func theOverviewNamesEveryCommand() throws {
    let help = String(decoding: try Bench().output(of: "help"), as: UTF8.self)
    let words = Set(help.split { $0 == " " || $0 == "\n" }.map(String.init))
    for name in Self.names { #expect(words.contains(name)) }
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  /// Building commands change a context and nothing else: only then can they be undone and checked.
  @Test func whoBuildsIsInTheContextGroup() {
    for entry in Registry.commands {
      switch entry {
      case .building(let type):
        #expect(type.group == .context)
        #expect(type.effect == .none)
      case .listing(let type): #expect(type.group == .context)
      case .acting(let type): #expect(type.group != .context)
      }
    }
  }
}
