import TestSupport
import Testing

/// What is declared is used: a name that occurs once in all the sources is its own declaration.
@Suite struct DeadCodeTests {
  /// Declared names that occur nowhere else, comments left out.
  private static func unused(in texts: [String]) -> [String] {
    var counts: [Substring: Int] = [:]
    var declared: [Substring] = []
    for text in texts {
      for line in text.split(separator: "\n") {
        let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
        var previous: Substring = ""
        for word in code.utf8.split(whereSeparator: { !isOfName($0) }) {
          let name = Substring(word)
          counts[name, default: 0] += 1
          if keywords.contains(previous) { declared.append(name) }
          previous = name
        }
      }
    }
    return declared.filter { counts[$0] == 1 }.map(String.init)
  }

  private static let keywords: Set<Substring> = [
    "func", "var", "let", "enum", "struct", "class", "protocol", "typealias",
  ]

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// The detector.
  @Test func anUnusedNameIsFound() {
    let texts = [
      "struct Used {\n  let one = 1\n  // two\n  func two() { one }\n}", "let three: Used\nthree",
    ]
    #expect(Self.unused(in: texts) == ["two"])
  }

  @Test func everyNameIsUsed() {
    // How a call is spelled does not show this one.
    let unused = Self.unused(in: SourceFiles.all.map(\.text)).filter { $0 != "callAsFunction" }
    #expect(unused.isEmpty, "nothing uses \(unused.joined(separator: ", "))")
  }
}
