import Glibc
import Language
import Sandbox
import Session

/// Two words and how they compare.
struct Comparison {
  private let left: Argument
  private let operation: Operation
  private let right: Argument

  private enum Operation: String, CaseIterable, WordValue {
    case equal = "is"
    case different = "is-not"
    case matches, contains
    case less = "lt"
    case lessOrEqual = "le"
    case greater = "gt"
    case greaterOrEqual = "ge"

    var meaning: String {
      switch self {
      case .equal: "the same bytes"
      case .different: "other bytes"
      case .matches: "an extended regular expression"
      case .contains: "a part of it"
      case .less: "less than"
      case .lessOrEqual: "less or equal"
      case .greater: "greater than"
      case .greaterOrEqual: "greater or equal"
      }
    }
  }

  static let syntax = Syntax(first, operation, second)

  private static let first = Parameter("A", .any)
  private static let operation = Parameter("OP", Operation.allCases)
  private static let second = Parameter("B", .any)

  init(_ arguments: Arguments) {
    left = arguments[Self.first]
    operation = arguments[Self.operation]
    right = arguments[Self.second]
  }

  /// With the values, shortened to be readable.
  var text: String {
    "\(Self.shown(left)) \(operation.rawValue) \(Self.shown(right))"
  }

  private static func shown(_ word: Argument) -> String {
    let text = ScriptText.word(word.bytes).displayed
    return text.count <= 200 ? text : text.prefix(200) + "..."
  }

  func holds() throws(Diagnostic) -> Bool {
    switch operation {
    case .equal: left.bytes == right.bytes
    case .different: left.bytes != right.bytes
    case .contains: Self.contains(left.bytes, right.bytes)
    case .matches: try matches()
    case .less: try numbers(compare: <)
    case .lessOrEqual: try numbers(compare: <=)
    case .greater: try numbers(compare: >)
    case .greaterOrEqual: try numbers(compare: >=)
    }
  }

  private func numbers(compare: (Int, Int) -> Bool) throws(Diagnostic) -> Bool {
    compare(try Self.number(left), try Self.number(right))
  }

  private static func number(_ word: Argument) throws(Diagnostic) -> Int {
    guard let number = Int(word.text), !word.bytes.isEmpty, word.bytes.first != UInt8(ascii: "+")
    else {
      throw Diagnostic(
        .badValue, "`\(word.displayed)` is not a whole number", at: word.span,
        label: "lt, le, gt and ge compare numbers of 64 bits")
    }
    return number
  }

  private static func contains(_ text: Bytes, _ part: Bytes) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
  }

  /// By regcomp(3), so that it means what it does in grep -E.
  private func matches() throws(Diagnostic) -> Bool {
    var pattern = regex_t()
    let source = right.bytes.map { CChar(bitPattern: $0) } + [0]
    let status = regcomp(&pattern, source, REG_EXTENDED | REG_NOSUB)
    guard status == 0 else {
      var message = [CChar](repeating: 0, count: 128)
      let length = regerror(status, &pattern, &message, message.count)
      let words = String(
        decoding: message.prefix(max(0, Int(length) - 1)).map { UInt8(bitPattern: $0) },
        as: UTF8.self)
      throw Diagnostic(
        .badValue, "`\(right.displayed)` is not a regular expression: \(words)", at: right.span)
    }
    defer { regfree(&pattern) }
    return regexec(&pattern, left.bytes.map { CChar(bitPattern: $0) } + [0], 0, nil, 0) == 0
  }
}
