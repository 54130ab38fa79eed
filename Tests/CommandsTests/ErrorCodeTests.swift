import Language
import Testing
import TestSupport

/// The codes of errors, as they are declared: what `help E0107` is asked for must be one thing.
@Suite struct ErrorCodeTests {
  /// Name and number of each declaration, read off the source as they are no collection.
  private static let declared: [(name: String, number: UInt16)] = {
    let tests = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    let source = Files.text(tests + "/Sources/Language/ErrorCode.swift") ?? ""
    return source.split(separator: "\n").compactMap { line in
      guard
        let match = line.wholeMatch(
          of: /\s*package static var (\w+): ErrorCode \{ ErrorCode\((\d+)\) \}/),
        let number = UInt16(match.2)
      else { return nil }
      return (String(match.1), number)
    }
  }()

  @Test func areUnique() {
    #expect(Self.declared.count > 50)
    #expect(Set(Self.declared.map(\.number)).count == Self.declared.count)
    #expect(Set(Self.declared.map(\.name)).count == Self.declared.count)
  }

  /// The declarations that the pattern above does not see would not be counted.
  @Test func areAllSeen() {
    let names = Self.declared.map(\.name)
    for name in ["nulByte", "unknownCommand", "badValue", "stopped", "contradiction", "brokenFile"]
    {
      #expect(names.contains(name))
    }
    #expect(
      Self.declared.first { $0.name == "needsNamespace" }?.number == ErrorCode.needsNamespace.number
    )
  }

  @Test(arguments: [
    (ErrorCode(1), "E0001"), (ErrorCode(412), "E0412"), (ErrorCode(12345), "E12345"),
  ])
  func shown(code: ErrorCode, text: String) { #expect(code.description == text) }

  /// A code that nothing reports would have a story for nobody.
  @Test func areAllReported() {
    let words = Finished.running([
      "grep", "-rhoE", "[.][a-z][A-Za-z]+", "--include=*.swift", "\(Machine.repository)/Sources",
    ])
    let used = Set(words.out.split(separator: "\n").map { String($0.dropFirst()) })
    #expect(used.contains("unknownNamespace") && !used.contains("neverWrittenAnywhere"))
    for (name, number) in Self.declared { #expect(used.contains(name), "\(number)") }
  }

  @Test func hundredsSayWhoFoundIt() {
    #expect(Self.declared.allSatisfy { (0...5).contains($0.number / 100) })
  }
}
