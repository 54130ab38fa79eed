import TestSupport
import Testing

/// What another target uses says what it is.
@Suite struct DocCommentTests {
  /// Types and functions of a text that other targets see and that say nothing. What a protocol asks
  /// for is told there.
  private static func silent(in text: String, asked: Set<String>) -> [String] {
    var silent: [String] = []
    var isTold = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let code = line.drop { $0 == " " }
      if code.hasPrefix("///") {
        isTold = true
        continue
      }
      // An attribute may stand on a line of its own.
      if code.hasPrefix("@"), !code.contains("package ") { continue }
      if code.hasPrefix("package "), !isTold, let name = Self.declared(in: code),
        !asked.contains(name)
      {
        silent.append(name)
      }
      isTold = false
    }
    return silent
  }

  /// The name of a type or a function in its first line.
  private static func declared(in code: Substring) -> String? {
    // An operator means what it always does.
    if code.contains(#/func [<=]/#) { return nil }
    var previous: Substring = ""
    for word in code.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
      if Self.kinds.contains(previous) { return String(word) }
      if ["var", "let", "init", "subscript"].contains(word) { return nil }
      previous = word
    }
    return nil
  }

  private static let kinds: Set<Substring> = [
    "func", "enum", "struct", "class", "protocol", "typealias",
  ]

  /// What the protocols of the sources ask for, and those of the standard library.
  private static func asked(in texts: [String]) -> Set<String> {
    var names: Set = ["next", "hash"]
    for text in texts where text.contains("protocol ") {
      var isInside = false
      for line in text.split(separator: "\n") {
        if line.hasPrefix("}") { isInside = false }
        if isInside, let name = declared(in: line[...]) { names.insert(name) }
        if line.contains(#/^(?:package )?protocol /#) { isInside = true }
      }
    }
    return names
  }

  /// The detector.
  @Test func whatSaysNothingIsFound() {
    let text = """
      protocol Asks {
        func answer() -> Int
      }

      /// Told.
      @frozen
      package struct Told: Asks {
        package func answer() -> Int { 1 }
        package static func silent() {}
        func own() {}
        /// Told.
        package mutating func told() {}
      }

      package enum Nothing {}
      """
    #expect(Self.silent(in: text, asked: Self.asked(in: [text])) == ["silent", "Nothing"])
  }

  @Test func everyTypeAndFunctionOfATargetIsTold() {
    let asked = Self.asked(in: SourceFiles.all.map(\.text))
    for (file, text) in SourceFiles.all {
      let silent = Self.silent(in: text, asked: asked)
      #expect(
        silent.isEmpty,
        "in Sources/\(file) a doc comment is to say what \(silent.joined(separator: ", ")) is")
    }
  }
}
