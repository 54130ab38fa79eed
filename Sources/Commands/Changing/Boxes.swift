import Language
import Presentation
import Sandbox
import Session

/// `boxes`: the contexts of this session.
enum BoxesCommand: ActingCommand {
  static let name = "boxes"
  static let group = CommandGroup.changing
  static let prints = true
  static let summary = "the contexts of this session"
  static let meaning =
    "One line each; the one that is being built has a star. `up` is said of those that are up."
  static let syntax = Syntax(options: [json])
  static let example = """
    box web
    boxes
    """

  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let current = session.boxes.current.name
    if arguments[json] {
      let rows = session.boxes.boxes.map { box in
        JSON.object([
          ("name", .string(box.name)), ("current", .bool(box.name == current)),
          ("up", .bool(session.liveBoxes.named(box.name) != nil)),
          ("settings", .number(box.context.settings.count)),
        ])
      }
      session.output.writeLine(JSON.array(rows).text)
      return 0
    }
    let table = Table(.left(14), style: session.textStyle)
    for box in session.boxes.boxes {
      let isUp = session.liveBoxes.named(box.name) != nil
      let labels = ((isUp ? ["up"] : []) + box.context.facets.compactMap(\.promptLabel))
        .joined(separator: " ")
      let name = "\(box.name == current ? "*" : " ") \(box.name)"
      session.output.writeLine(table.row(name, text: labels))
    }
    return 0
  }
}
