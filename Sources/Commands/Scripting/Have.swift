import Language
import Sandbox
import Session

/// `have`: whether this host can do something.
enum HaveCommand: ActingCommand {
  static let name = "have"
  static let group = CommandGroup.scripting
  static let summary = "whether this host has a feature; for `if`"
  static let meaning = "The status is 0 or 1. The features:\n" + Feature.list
  static let syntax = Syntax(feature)
  static let example = "if have userns { ns user }"

  private static let feature = Parameter("FEATURE", Feature.value)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    arguments[feature].absence(session) == nil ? 0 : 1
  }
}
