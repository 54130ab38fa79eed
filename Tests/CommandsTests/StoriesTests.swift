import Console
import Kernel
import Language
import Presentation
import Sandbox
import Session
// By name, as Testing has another one.
import enum Session.Confirmation
import TestSupport
import Testing

@testable import Commands

/// The texts of `help` about errors and ideas.
@Suite struct StoriesTests {
  /// The commands with all errors, those of the program itself included.
  static let table = CommandTable(Registry.commands) { ErrorCode.ofConsole }
  static let codes = table.errors

  @Test(arguments: codes) func aStoryHasATitleAndParagraphs(code: ErrorCode) throws {
    let lines = code.story.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count >= 3)
    let title = "\(code.title)"
    #expect(lines[0] == "\(code): \(title)")
    #expect(title.first?.isLowercase == true)
    #expect(title.last?.isPunctuation == false)
    #expect(lines[0].count <= 72)
    #expect(lines[1].isEmpty && !lines[2].isEmpty)
    expectReadable(code.story, code.description)
  }

  @Test(arguments: Topic.names) func aTopicIsReadableAndHasAnExample(name: String) throws {
    let topic = try #require(Topic.named(name))
    expectReadable(topic.text, name)
    #expect(!Excerpt.scripts(in: topic.text).isEmpty)
  }

  @Test(arguments: codes) func theScriptsOfAStoryAreRight(code: ErrorCode) {
    expectScriptsToBeRight(code.story)
  }

  @Test(arguments: Topic.names) func theScriptsOfATopicAreRight(name: String) throws {
    expectScriptsToBeRight(try #require(Topic.named(name)).text)
  }

  @Test(arguments: Keyword.allCases) func thereIsHelpOnEveryWordOfTheLanguage(_ keyword: Keyword)
    throws
  {
    let topic = try #require(Topic.named(keyword.rawValue))
    let told = keyword == .else ? Keyword.if : keyword
    #expect(topic.text.hasPrefix(told.usage + "\n\n"))
    #expect(keyword.usage.contains(keyword.rawValue))
    #expect(keyword.meaning.first?.isLowercase == true && keyword.meaning.last != ".")
  }

  @Test func aMarkedScriptThatIsWrongIsFound() {
    #expect(!Excerpt.complaints("    ns utc").isEmpty)
    #expect(!Excerpt.complaints("text\n\n    exec 'sh\n\ntext").isEmpty)
    #expect(!Excerpt.complaints("    hostname mocker\n    exec true").isEmpty)
    #expect(Excerpt.complaints("  ns utc\n\ntext").isEmpty)
  }

  @Test func helpFindsACodeHoweverItIsWritten() {
    for name in ["E0412", "e0412", "E412"] {
      #expect(Self.table.error(named: name) == .idMapRefused)
    }
    for name in ["", "E", "412", "E+412", "E0999", "E99999", "exec"] {
      #expect(Self.table.error(named: name) == nil)
    }
  }

  @Test func helpShowsTopicsAndStories() {
    let session = Excerpt.session()
    let names = ["if", "scope", "namespaces", "language", "E0412", "E0502", "ns"]
    for name in names {
      let word = Argument(Bytes(name.utf8), at: SourceSpan(SourceID(0), 0, 0))
      #expect(HelpText.topic(word, session)?.isEmpty == false, "\(name)")
    }
    for topic in Topic.names { #expect(HelpText.overview(session).contains(topic)) }
    #expect(Topic.names.allSatisfy { session.commands.command(named: Bytes($0.utf8)[...]) == nil })
  }

  private func expectReadable(_ text: String, _ name: String) {
    #expect(text.utf8.allSatisfy { $0 == 0x0a || (0x20...0x7e).contains($0) }, "\(name)")
    let rendered = TextStyle(width: 80).paragraphs(text)
    for line in rendered.split(separator: "\n") {
      #expect(line.count <= 80, "\(name)")
      #expect(line.last != " ", "\(name)")
    }
  }

  private func expectScriptsToBeRight(_ text: String) {
    for script in Excerpt.scripts(in: text) {
      let parsed = Parser.parse(Bytes(script.utf8), source: SourceID(0))
      #expect(parsed.diagnostics.map(\.message) == [], "\(script)")
    }
    #expect(Excerpt.complaints(text) == [])
  }
}

/// Scripts within a text of `help`: lines with four blanks in front.
private enum Excerpt {
  static func scripts(in text: String) -> [String] {
    var scripts: [String] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isScript = line.hasPrefix("    ")
      if isScript, isOpen, let last = scripts.popLast() {
        scripts.append("\(last)\n\(line.dropFirst(4))")
      } else if isScript {
        scripts.append(String(line.dropFirst(4)))
      }
      isOpen = isScript
    }
    return scripts
  }

  /// What `cloche --check` would say about them.
  static func complaints(_ text: String) -> [String] {
    scripts(in: text).flatMap { script in
      let session = session()
      let parsed = session.parse(Bytes(script.utf8), name: "help")
      var checker = Checker(session)
      return (parsed.diagnostics + checker.check(parsed.script)).map(\.message)
    }
  }

  static func session() -> Session {
    Session(
      commands: StoriesTests.table, reporter: SilentReporter(),
      surroundings: Surroundings())
  }
}

private final class SilentReporter: Reporter {
  var textStyle: TextStyle { TextStyle() }
  func report(_ diagnostic: Diagnostic, sources: SourceMap, calls: [Call]) {}
  func echo(_ command: String, in session: Session) {}
  func trace(_ command: String) {}
  func trace(_ plan: Plan, timings: [(step: Int, result: Int, nanoseconds: Int)]) {}
  func confirm(_ command: String) -> Confirmation { .run }
  func say(_ line: String) {}
  func present(_ kind: Narration, _ text: String) {}
}
