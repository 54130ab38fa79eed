/// A kind of error: its number, and what `help E0107` tells of it.
///
/// The hundreds say who found it: 0 the lexer, 1 the grammar and the names, 2 the arguments of a
/// command, 3 the run of a script, 4 the launch, 5 the program's own files and options.
///
/// A code is declared once, in the file that reports it, or in the file of errors of its folder where
/// several do; one that several targets report by the lowest of them. The list `of...` beside it, or
/// the `errors` of its command, is how `help` finds it. Texts are literals that nothing looks at
/// before somebody asks.
package struct ErrorCode: Sendable, CustomStringConvertible {
  package let number: UInt16
  /// One line, without a final period.
  package let title: StaticString
  /// Paragraphs. Lines with two blanks in front stay as they are; with four they are a script,
  /// which the tests check.
  private let text: StaticString

  package init(_ number: UInt16, title: StaticString, story: StaticString) {
    self.number = number
    self.title = title
    text = story
  }

  /// As shown: `E0107`.
  package var description: String {
    let digits = String(number)
    return "E" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// All that is told: the code with its title, a blank line, paragraphs.
  package var story: String { "\(self): \(title)\n\n\(text)" }
}

/// Codes are equal when their numbers are.
extension ErrorCode: Hashable {
  package static func == (a: ErrorCode, b: ErrorCode) -> Bool { a.number == b.number }

  package func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension ErrorCode {
  /// Every code that the language declares.
  package static var ofLanguage: [ErrorCode] {
    Array([ofLexer, ofPieces, ofVariables, ofParser, ofBlocks, ofConstructs].joined())
  }
}
