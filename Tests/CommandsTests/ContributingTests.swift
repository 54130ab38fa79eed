import TestSupport
import Testing

/// CONTRIBUTING.md is true where a machine can tell.
@Suite struct ContributingTests {
  private static let text = Files.text("\(Machine.repository)/CONTRIBUTING.md") ?? ""
  private static let package = Files.text("\(Machine.repository)/Package.swift") ?? ""

  /// The targets of a package description, each with the targets that it depends on.
  private static func targets(in package: String) -> [String: Set<String>] {
    let names = #/"([A-Za-z]+)"/#
    let declaration =
      #/\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"(?:,\s*dependencies: \[(.*?)\])?[,)]/#
      .dotMatchesNewlines()
    var found: [String: Set<String>] = [:]
    for match in package.matches(of: declaration) {
      let product = #/\.product\(name: "(\w+)", package: "[\w-]+"\)/#
      let dependencies = (match.2 ?? "").replacing(product) { "\"\($0.1)\"" }
      found[String(match.1)] = Set(dependencies.matches(of: names).map { String($0.1) })
    }
    return found
  }

  /// The detector.
  @Test func targetsAreReadOffAPackage() {
    let package = """
      .target(name: "A", swiftSettings: strict),
      .target(
        name: "B", dependencies: ["A", .product(name: "P", package: "x-y")],
        swiftSettings: strict),
      .executableTarget(name: "c", dependencies: ["B"], swiftSettings: strict),
      .testTarget(name: "T", dependencies: ["B"]),
      """
    #expect(Self.targets(in: package) == ["A": [], "B": ["A", "P"], "c": ["B"]])
  }

  @Test func itsTableHasEveryTargetAndWhatThatImports() throws {
    var declared = Self.targets(in: Self.package)
    for support in ["TestSupport", "CommandsSupport"] { declared[support] = nil }
    #expect(declared.count > 10)
    var listed: [String: Set<String>] = [:]
    var order: [String] = []
    for row in Self.text.matches(of: #/(?m)^\| (`\w+`(?:, `\w+`)*) \| ([^|]*) \| [^|]* \|$/#) {
      for name in row.1.matches(of: #/\w+/#) {
        order.append(String(name.0))
        listed[String(name.0)] = Set(row.2.split(separator: ", ").map(String.init))
      }
    }
    for (name, imports) in declared {
      let shown = try #require(listed[name], "the table of targets has no row for `\(name)`")
      if name.hasPrefix("C"), name != "Console", name != "Commands", name != "ControlGroups" {
        // Those in C.
        continue
      }
      let nothing: Set = ["nothing"]
      #expect(
        shown == (imports.isEmpty ? nothing : imports),
        "`\(name)` imports \(imports.sorted().joined(separator: ", "))")
    }
    // From the top down: what a target imports is below it.
    for (place, name) in order.enumerated() {
      let above = listed[name]?.intersection(order[..<place]) ?? []
      #expect(above.isEmpty, "`\(name)` stands below what it imports: \(above.sorted())")
    }
    #expect(Set(listed.keys).subtracting(declared.keys).isEmpty)
  }

  /// The command that it shows is the one that there is.
  @Test func itsExampleIsTheCommand() throws {
    let block = try #require(Self.text.split(separator: "```swift\n").dropFirst().first)
    let lines = block[..<(block.firstRange(of: "```")?.lowerBound ?? block.endIndex)]
      .split(separator: "\n")
    let command = try #require(SourceFiles.all.first { $0.file == "Commands/Context/Umask.swift" })
    // A text may be on one line here, and on several there.
    func squeezed(_ text: Substring) -> String {
      text.replacing("\"\"\"", with: "\"").replacing("\\n", with: " ")
        .filter { !$0.isWhitespace && $0 != "\"" }
    }
    var rest = squeezed(command.text[...])[...]
    for line in lines {
      let code = line.split(separator: "// ").first ?? ""
      for part in squeezed(line.hasPrefix("///") ? line : code).split(separator: "...") {
        let place = try #require(rest.firstRange(of: part), "Umask.swift has no `\(line)`")
        rest = rest[place.upperBound...]
      }
    }
    #expect(lines.count > 10)
  }

  @Test func itNamesEveryScriptAndNoOther() {
    let scripts = Finished.running(["ls", "\(Machine.repository)/scripts"]).out
      .split(separator: "\n").map(String.init)
    let named = Set(Self.text.matches(of: #/scripts/([a-z-]+)/#).map { String($0.1) })
    for name in named { #expect(scripts.contains(name), "there is no scripts/\(name)") }
    // Those that others call are told in their own heads.
    let inner = ["check", "guest", "limits-report", "run", "setup"]
    for script in scripts where !inner.contains(script) {
      #expect(named.contains(script), "scripts/\(script) is to be told in CONTRIBUTING.md")
    }
  }

  @Test func theSuitesAreListed() throws {
    let list = try #require(Files.text("\(Machine.repository)/docs/reliability.md"))
    let suites = Self.package.matches(of: #/\.testTarget\(\s*name: "(\w+)"/#).map { String($0.1) }
    #expect(suites.count > 10)
    for suite in suites {
      #expect(list.contains("`\(suite)"), "docs/reliability.md is to have a row for \(suite)")
    }
  }

  @Test func filesAreSmall() {
    let lengths = SourceFiles.all.map { file, text in (text.split(separator: "\n").count, file) }
    for (length, file) in lengths { #expect(length <= 400, "Sources/\(file) has \(length) lines") }
    #expect(lengths.map(\.0).sorted()[lengths.count / 2] < 100)
  }

  /// Who copied the one binary has no scripts: they are named in comments only.
  @Test func noTextOfTheProgramNamesAScript() {
    for (file, text) in SourceFiles.all {
      let lines = text.split(separator: "\n").filter { line in
        line.contains("scripts/") && !line.drop(while: { $0 == " " }).hasPrefix("//")
      }
      #expect(lines.isEmpty, "Sources/\(file)")
    }
  }

  @Test func itNamesTestsThatThereAre() {
    let tests = Finished.running(["ls", "-R", "\(Machine.repository)/Tests"]).out
    for match in Self.text.matches(of: #/`(\w+Tests)`/#) where match.1 != "SandboxTests" {
      #expect(
        tests.contains("\(match.1).swift") || tests.contains("/\(match.1):"),
        "there is no \(match.1)")
    }
  }
}
