import Language

/// The long story behind each error: `help E0412`.
///
/// The first line is a title, a blank one follows, then come paragraphs. Lines with two blanks in
/// front stay as they are; with four they are a script, which the tests check. The texts are
/// looked up by a `switch`, so that they cost nothing before somebody asks.
enum Stories {
  /// By the number as it is shown, with or without its zeros.
  static func story(named text: String) -> String? {
    let digits = text.dropFirst()
    guard text.first == "E" || text.first == "e", digits.allSatisfy({ "0"..."9" ~= $0 }),
      let number = UInt16(digits)
    else { return nil }
    return story(of: ErrorCode(number))
  }

  /// With the code in front of the title.
  static func story(of code: ErrorCode) -> String? {
    let text =
      switch code.number / 100 {
      case 0: lexer(code.number)
      case 1: grammar(code.number)
      case 2: arguments(code.number)
      case 3: running(code.number)
      case 4: launching(code.number)
      case 5: program(code.number)
      default: String?.none
      }
    return text.map { "\(code): \($0)" }
  }
}
