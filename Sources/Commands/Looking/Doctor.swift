import Language
import Limits
import Presentation
import Sandbox
import Session

/// `doctor`: what this host can do, and what dead cloches have left.
enum DoctorCommand: ActingCommand {
  static let name = "doctor"
  static let group = CommandGroup.looking
  static let summary = "what this host can do, and what dead sessions have left"
  static let meaning = """
    Each feature that `have` knows, tried where only trying tells, with what would give the missing \
    ones. Then the control groups of cloches that were killed; everything else of theirs died with \
    them. The first limit of a session removes such groups, `doctor --clean` does so now. Those of \
    a cloche that lives are never touched.
    """
  static let manualPages = ["cgroups(7)"]
  static let syntax = Syntax(options: [cleans, json])
  static let example = "doctor"

  private static let cleans = Option("--clean", "remove what dead sessions have left")
  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    // First of all: whoever tries a limit sweeps.
    let found = GroupMaker.leftovers
    if arguments[cleans] { GroupMaker.removeLeftovers() }
    let features = Feature.all.map { (feature: $0, absence: $0.absence(session)) }
    if arguments[json] {
      session.output.writeLine(json(features, found).text)
      return 0
    }
    let table = Table(.left(25), style: session.textStyle)
    for (feature, absence) in features {
      let text = absence.map { "no: \(Self.text(of: $0))" } ?? "yes"
      session.output.writeLine(table.row(feature.name, text: text))
    }
    let verb = arguments[cleans] ? "removed " : "left by a dead session: "
    for path in found { session.output.writeLine(verb + path) }
    if found.isEmpty { session.output.writeLine("nothing is left of dead sessions") }
    return 0
  }

  /// Why, and what gives it, in one line.
  private static func text(of absence: Explanation) -> String {
    (absence.why + [absence.fix.joined(separator: ", or ")]).joined(separator: "; ")
  }

  private static func json(
    _ features: [(feature: Feature, absence: Explanation?)], _ leftovers: [String]
  ) -> JSON {
    .object([
      (
        "features",
        .array(
          features.map { entry in
            .object([
              ("name", .string(entry.feature.name)), ("present", .bool(entry.absence == nil)),
              ("remedy", entry.absence.map { .string($0.fix.joined(separator: "\n")) } ?? .null),
            ])
          })
      ), ("leftovers", .array(leftovers.map { .string($0) })),
    ])
  }
}
