import Language
import Presentation
import Sandbox
import Session

/// `explain`: what a command, a topic or a step does in the kernel.
enum ExplainCommand: ActingCommand {
  static let name = "explain"
  static let group = CommandGroup.looking
  static let summary = "what a command, or a step of the plan, does in the kernel"
  static let meaning = """
    Of a command or a topic what `help` says. Of a number the step of `plan` that has it, for `exec` \
    in the present context: the call, who makes it, the command that asked for it and what that does.
    """
  static let manualPages = ["syscalls(2)"]
  static let syntax = Syntax(subject, options: [json])
  static let example = """
    ns user uts
    hostname mocker
    explain hostname
    explain 2
    """

  private static let subject = Parameter(
    "COMMAND|TOPIC|STEP", ValueKind(.session(.topics)))

  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let word = arguments[subject]
    guard arguments[json] else {
      try explain(word, arguments, session)
      return 0
    }
    try TextDocument.write(word, in: session) { () throws(Diagnostic) in
      try explain(word, arguments, session)
    }
    return 0
  }

  private static func explain(
    _ word: Argument, _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) {
    guard let number = Int(word.text) else {
      return session.output.write(try HelpText.text(on: word, session))
    }
    try explain(number, word, arguments, session)
  }

  private static func explain(
    _ number: Int, _ word: Argument, _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) {
    let plan = try session.launcher.plan(session.launcher.program([], for: arguments))
    let lines = plan.lines
    guard let line = lines.first(where: { $0.number == number }) else {
      throw Diagnostic(
        .outOfRange, "there is no step \(word.displayed)", at: word.span,
        label: "`plan` has 1 to \(lines.count)")
    }
    let style = session.textStyle
    session.output.writeLine(style.wrap(line.text, first: 0, indent: "    "))
    session.output.writeLine("step \(number) of \(lines.count), made by \(maker(line.actor))")
    if !line.call.isEmpty { session.output.writeLine("see \(line.call)(2)") }
    guard let origin = line.origin, origin != arguments.span else {
      return session.output.writeLine("every launch has it: `show` lists what is done unasked")
    }
    session.output.writeLine(
      "asked for by `\(session.messages.text(of: origin))`, \(session.messages.place(of: origin))")
    let name = session.messages.text(of: origin).prefix { $0 != " " }
    if let entry = session.commands.command(named: Bytes(name.utf8)[...]) {
      session.output.writeLine(style.paragraphs(entry.command.meaning, indent: "  "))
    }
  }

  private static func maker(_ actor: Actor) -> String {
    switch actor {
    case .parent: "cloche itself"
    case .`init`: "the init, in the new namespaces"
    case .child: "the child, which becomes the program"
    }
  }
}
