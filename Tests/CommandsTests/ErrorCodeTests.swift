import Language
import TestSupport
import Testing

/// The codes of errors, as they are declared all over the sources: `help E0107` must find each one,
/// and find one thing.
@Suite struct ErrorCodeTests {
  struct Declaration: Sendable, CustomTestStringConvertible {
    let name: String
    let number: UInt16
    let file: String

    var testDescription: String { "\(name), \(number), in \(file)" }
  }

  private static let declared: [Declaration] = SourceFiles.all.flatMap { file, text in
    text.matches(of: /static var (\w+): ErrorCode \{\s*ErrorCode\(\s*(\d+),/).compactMap { match in
      UInt16(match.2).map { Declaration(name: String(match.1), number: $0, file: file) }
    }
  }

  @Test func areReadOffTheSources() {
    #expect(Self.declared.count > 50)
    #expect(
      Self.declared.first { $0.name == "needsNamespace" }?.number == ErrorCode.needsNamespace.number
    )
    // One that is declared in another shape would be seen by no test.
    for (file, text) in SourceFiles.all {
      let seen = Self.declared.count { $0.file == file }
      #expect(text.matches(of: /\bErrorCode\(/).count == seen, "\(file)")
    }
  }

  @Test func areUnique() {
    for declaration in Self.declared {
      let same = Self.declared.filter {
        $0.number == declaration.number || $0.name == declaration.name
      }
      #expect(same.count == 1, "\(same.map(\.testDescription))")
    }
  }

  /// One that is missing belongs into the list beside it (`of...`, or the `errors` of its command),
  /// and a new list into that of its target.
  @Test(arguments: declared) func isFoundByHelp(declaration: Declaration) {
    let found = StoriesTests.codes.filter { $0.number == declaration.number }
    #expect(found.count == 1, "listed \(found.count) times")
  }

  @Test func nothingElseIsFound() {
    let undeclared = Set(StoriesTests.codes.map(\.number)).subtracting(Self.declared.map(\.number))
    #expect(undeclared.isEmpty)
  }

  /// The words with a dot in front, of all but declarations and lists: what is thrown or compared.
  private static let used: Set<Substring> = {
    let withoutErrors = ["Kernel/", "ControlGroups/", "Seccomp/", "LineEditing/"]
    return Set(
      SourceFiles.all.flatMap { file, text -> [Substring] in
        if withoutErrors.contains(where: { file.hasPrefix($0) }) { return [] }
        return text.replacing(/: \[ErrorCode\] \{[^}]*\}/, with: "")
          .matches(of: /\.([a-z][A-Za-z]+)/).map { $0.1 }
      })
  }()

  /// A code that nothing reports would have a story for nobody.
  @Test(arguments: declared) func isReported(declaration: Declaration) {
    let (isUsed, isAnythingUsed) = (
      Self.used.contains(declaration.name[...]), Self.used.contains("neverWrittenAnywhere")
    )
    #expect(isUsed && !isAnythingUsed)
  }

  /// The hundreds say who found it.
  @Test(arguments: declared) func isInItsHundred(declaration: Declaration) {
    let places: [(folder: String, hundreds: ClosedRange<UInt16>)] = [
      ("Language/", 0...1), ("Sandbox/Syntax/", 2...2), ("Sandbox/Causes/", 4...4),
      ("Sandbox/", 2...4), ("Limits/", 4...4), ("Session/", 1...5), ("Commands/", 1...4),
      ("Console/", 3...5),
    ]
    let place = places.first { declaration.file.hasPrefix($0.folder) }
    #expect(place?.hundreds.contains(declaration.number / 100) == true)
  }
}
