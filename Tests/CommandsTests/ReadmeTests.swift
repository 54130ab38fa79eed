import Commands
import Language
import Sandbox
import TestSupport
import Testing

/// The README says what is: the transcript is in ReadmeTranscriptTests.
@Suite struct ReadmeTests {
  private static let text = Files.text("\(Machine.repository)/README.md") ?? ""

  /// What stands between `<!-- NAME -->` and `<!-- /NAME -->`.
  private static func part(_ name: String, of text: String = text) throws -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(lines.firstIndex(of: "<!-- \(name) -->"))
    let end = try #require(lines.firstIndex(of: "<!-- /\(name) -->"))
    return lines[(begin + 1)..<end].joined(separator: "\n")
  }

  /// One line for each command, as the registry has it. When this fails, take the expected text over.
  @Test func itsCommandsAreThoseOfTheRegistry() throws {
    var rows = ["| command | |", "|---|---|"]
    for group in CommandGroup.allCases {
      let commands = Registry.commands.map { $0.command }.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      rows.append("| **\(group.rawValue)** | |")
      for command in commands {
        let names = ([command.name] + command.aliases).map { "`\($0)`" }.joined(separator: ", ")
        rows.append("| \(names) | \(command.summary) |")
      }
    }
    let expected = rows.joined(separator: "\n")
    let found = try Self.part("commands")
    if found != expected { Issue.record("the table is to be:\n\(expected)") }
  }

  /// `scripts/bench` writes both.
  @Test func itsFiguresAreTheMeasuredOnes() throws {
    let results = try #require(Files.text("\(Machine.repository)/bench/results.md"))
    let figures = try Self.part("figures")
    #expect(figures.contains("beside bwrap"))
    #expect(results.contains(figures))
  }

  @Test func itNamesEveryExample() {
    let examples = Finished.running(["ls", "\(Machine.repository)/examples"]).out
      .split(separator: "\n")
    #expect(!examples.isEmpty)
    for example in examples { #expect(Self.text.contains("(examples/\(example))")) }
  }

  @Test(arguments: ["README.md", "CONTRIBUTING.md"])
  func itsLinksLeadSomewhere(document: String) throws {
    let text = try #require(Files.text("\(Machine.repository)/\(document)"))
    var count = 0
    for piece in text.split(separator: "](", omittingEmptySubsequences: false).dropFirst() {
      let target = piece.prefix { $0 != ")" }
      guard !target.hasPrefix("https://") else { continue }
      count += 1
      #expect(Files.exists("\(Machine.repository)/\(target)"), "\(target)")
    }
    #expect(count > 0)
  }
}
