import Language
import Sandbox
import Session

/// `assert`: a comparison that has to hold.
enum AssertCommand: ActingCommand {
  static let name = "assert"
  static let group = CommandGroup.scripting
  static var errors: [ErrorCode] { [.assertionFailed] }
  static let summary = "stop with an error unless two words compare"
  static let meaning = """
    The comparisons are those of `test`. What the words were is shown when it does not hold.
    """
  static let manualPages = ["regex(7)"]
  static let syntax = Comparison.syntax
  static let example = """
    capture exec echo one two
    assert $out contains two
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let comparison = Comparison(arguments)
    if try comparison.holds() { return 0 }
    throw Diagnostic(
      .assertionFailed, "assertion failed: \(comparison.text)", at: arguments.span,
      label: "does not hold")
  }
}

extension ErrorCode {
  package static var assertionFailed: ErrorCode {
    ErrorCode(
      304, title: "an assertion failed",
      story: """
        `assert A OP B` holds or stops the script with status 1. The message shows both words as they \
        were at that moment, quoted where they hold blanks. `is` and `is-not` compare bytes, \
        `contains` looks for a part, `matches` takes an extended regular expression (regex(7)), and \
        `lt le gt ge` compare whole numbers.

        `capture` cuts the newlines at the end, but nothing else: blanks at the end of a program's \
        output count. To ask without stopping, use `test`:

            capture exec echo one two
            assert $out contains two
            if test $out is one { echo short }
        """)
  }
}
