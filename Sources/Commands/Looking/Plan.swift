import Kernel
import Language
import Presentation
import Sandbox
import Session

/// `plan`: the system calls of a launch.
enum PlanCommand: ActingCommand {
  static let name = "plan"
  static let group = CommandGroup.looking
  static let summary = "the system calls that `exec` would make, in order"
  static let meaning = """
    The very list that the child works through: who makes each call (the parent is cloche, the init \
    is PID 1 of a new pid namespace, the child becomes the program), its arguments, and the line that \
    asked for it. `--brief` tells it in a sentence for each phase. `plan sh` and `plan exec sh` are the same; `plan up` is what `up` would make, and while \
    the box is up a program's plan joins it. Names like `root` stand for descriptors that an earlier step gave. Nothing is run.
    """
  static let manualPages = ["syscalls(2)"]
  static let effect = CommandEffect.launches
  static let syntax = Syntax(program, options: [brief, json])
  static let example = """
    ns uts user
    hostname mocker
    plan sh
    """

  private static let program = Parameter.program
  private static let brief = Option("--brief", "one sentence for each phase")
  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    var program = session.launcher.program(arguments[program], for: arguments)
    // `plan exec sh` is what one types to see what `exec sh` would do.
    if let first = program.words.first,
      ExecCommand.names.contains(where: { first == Bytes($0.utf8) })
    {
      program.words.removeFirst()
    }
    let isUp = program.words == [Bytes(UpCommand.name.utf8)]
    let plan =
      isUp ? try session.liveBoxes.plan(at: arguments.span) : try session.launcher.plan(program)
    if arguments[brief] {
      let brief = BriefPlan(plan)
      if arguments[json] {
        session.output.writeLine(brief.json.text)
      } else {
        for line in brief.lines(session.textStyle) { session.output.writeLine(line) }
      }
    } else if arguments[json] {
      session.output.writeLine(json(plan, session).text)
    } else {
      for line in lines(plan, session) { session.output.writeLine(line) }
    }
    return 0
  }

  /// A line for each step: number, who, the call, and who asked for it where there is room.
  private static func lines(_ plan: Plan, _ session: Session) -> [String] {
    let style = session.textStyle
    let table = Table(
      .right(String(plan.stepCount).count), .left(6), style: style, leastRoom: nil, hanging: 4)
    return plan.lines.map { line in
      let place = line.origin.map { session.messages.place(of: $0) } ?? ""
      let row = table.row(String(line.number), line.actor.rawValue, text: line.text)
      return style.withMargin(row, place)
    }
  }

  private static func json(_ plan: Plan, _ session: Session) -> JSON {
    .object([
      ("program", .array(plan.program.map { .bytes($0) })),
      (
        "steps",
        .array(
          plan.lines.map { line in
            var members: [(String, JSON)] = [
              ("step", .number(line.number)), ("who", .string(line.actor.rawValue)),
              ("call", line.call.isEmpty ? .null : .string(line.call)),
              ("arguments", .array(line.arguments.map { .string($0) })),
              ("text", .string(line.text)),
            ]
            if let origin = line.origin {
              members.append(("place", .string(session.messages.place(of: origin))))
              members.append(("command", .string(session.messages.text(of: origin))))
            }
            return .object(members)
          })
      ),
    ])
  }
}
