import Language
import Sandbox
import Session

/// `test`: a comparison as a status.
enum TestCommand: ActingCommand {
  static let name = "test"
  static let group = CommandGroup.scripting
  static let summary = "compare two words; for `if`"
  static let meaning = """
    `is` and `is-not` compare bytes, `contains` looks for a part, `matches` for an extended regular \
    expression, `lt le gt ge` compare whole numbers. The status is 0 or 1.
    """
  static let manualPages = ["regex(7)"]
  static let syntax = Comparison.syntax
  static let example = """
    let n = 20
    if test $n gt 10 { echo many }
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    try Comparison(arguments).holds() ? 0 : 1
  }
}
