import Language

/// The long story behind each error: `help E0412`.
enum Stories {
  /// By the number as it is shown, with or without its zeros.
  static func story(named text: String) -> String? {
    guard let first = text.first, first == "E" || first == "e",
      let number = UInt16(text.dropFirst())
    else { return nil }
    let code = ErrorCode(number)
    return all[code].map { "\(code): \($0)" }
  }

  static let all: [ErrorCode: String] = lexical.merging(grammar) { a, _ in a }
    .merging(arguments) { a, _ in a }.merging(running) { a, _ in a }
    .merging(launching) { a, _ in a }.merging(program) { a, _ in a }
  static let lexical: [ErrorCode: String] = [:]
  static let grammar: [ErrorCode: String] = [:]
  static let arguments: [ErrorCode: String] = [:]
  static let running: [ErrorCode: String] = [:]
  static let launching: [ErrorCode: String] = [:]
  static let program: [ErrorCode: String] = [:]
}
