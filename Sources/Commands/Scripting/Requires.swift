import Language
import Sandbox
import Session

/// `requires`: stops unless this host can do what the script needs.
enum RequiresCommand: ActingCommand {
  static let name = "requires"
  static let group = CommandGroup.scripting
  static var errors: [ErrorCode] { [.missingFeature] }
  static let summary = "stop unless this host has all these features"
  static let meaning = "At the head of a script: says at once what is missing, and what gives it."
  static let syntax = Syntax(features)
  static let example = "requires ns.uts"

  private static let features = Parameter.some("FEATURE", Feature.value.written)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    for written in arguments[features] {
      let (feature, word) = (written.value, written.word)
      guard let absence = feature.absence(session) else { continue }
      throw Diagnostic(
        .missingFeature, "this host has no `\(word.displayed)`", at: word.span,
        label: feature.meaning
      ).explained(by: absence)
    }
    return 0
  }
}

extension ErrorCode {
  package static var missingFeature: ErrorCode {
    ErrorCode(
      307, title: "this host lacks something that the script requires",
      story: """
        `requires` at the head of a script names what it cannot do without, so that it stops before \
        its first step and not in the middle. Each feature is tried where trying is the only way to \
        know: `userns` makes a user namespace and drops it. `help have` lists the features; `have` \
        asks for one without stopping.

            requires ns.uts ns.mnt
            if have root { echo 'CAP_SYS_ADMIN on the host' }
        """)
  }
}
