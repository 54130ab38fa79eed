import Commands
import Language
import Limits
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

  /// The line of a command.
  static func row(of command: any Command.Type) -> String {
    let names = ([command.name] + command.aliases).map { "`\($0)`" }.joined(separator: ", ")
    return "| \(names) | \(command.summary) |"
  }

  /// One line for each command, as the registry has it. When this fails, take the expected text over.
  @Test func itsCommandsAreThoseOfTheRegistry() throws {
    var rows = ["| command | |", "|---|---|"]
    for group in CommandGroup.allCases {
      let commands = Registry.commands.map { $0.command }.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      rows.append("| **\(group.rawValue)** | |")
      rows += commands.map(Self.row)
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

  /// `scripts/limits-table` writes both. In guests the results are held to what happens there: see
  /// Tests/vm/checks.sh.
  @Test func itsTableOfLimitsIsWhatWasSeen() throws {
    let printed = Finished.running(["\(Machine.repository)/scripts/limits-table", "--print"])
    #expect(printed.status == 0, "\(printed.err)")
    let table = try Self.part("limits")
    #expect("\(table)\n" == printed.out, "scripts/limits-table writes it anew")
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .map { $0.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } } }
    #expect(rows.map { $0[0] } == Resource.allCases.map(\.rawValue))
    for row in rows {
      // v1, hybrid, v2, and v2 as a user: only what cannot be does not bite.
      var expected = Array(repeating: "bites", count: 4)
      if row[0] == "notify-on-release" { expected[2...3] = ["refused", "refused"] }
      if row[0] == "devices" { expected[3] = "refused" }
      #expect(Array(row.dropFirst()) == expected, "\(row[0])")
    }
  }

  @Test func itNamesEveryExample() {
    let examples = Finished.running(["ls", "\(Machine.repository)/examples"]).out
      .split(separator: "\n")
    #expect(!examples.isEmpty)
    for example in examples { #expect(Self.text.contains("(examples/\(example))")) }
  }

  @Test(arguments: [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/language.md",
    "docs/design.md", "docs/security.md", "docs/reliability.md",
  ])
  func itsLinksLeadSomewhere(document: String) throws {
    let text = try #require(Files.text("\(Machine.repository)/\(document)"))
    let folder = document.hasPrefix("docs/") ? "docs/" : ""
    var count = 0
    for piece in text.split(separator: "](", omittingEmptySubsequences: false).dropFirst() {
      let target = piece.prefix { $0 != ")" }
      guard !target.hasPrefix("https://") else { continue }
      count += 1
      let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let path = parts[0].isEmpty ? document : folder + parts[0]
      #expect(Files.exists("\(Machine.repository)/\(path)"), "\(target)")
      guard parts.count == 2 else { continue }
      let aim = try #require(Files.text("\(Machine.repository)/\(path)"), "\(target)")
      #expect(Self.anchors(of: aim).contains(String(parts[1])), "\(target)")
    }
    #expect(count > 0)
  }

  /// The headings of a document, as links name them.
  private static func anchors(of text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
      let title = line.drop { $0 == "#" }.dropFirst().lowercased()
      return String(
        title.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
          .map { $0 == " " ? "-" : $0 })
    }
  }
}
