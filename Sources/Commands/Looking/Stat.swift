import Language
import Limits
import Presentation
import Sandbox
import Session

/// `stat`: the counters of a job.
enum StatCommand: ActingCommand {
  static let name = "stat"
  static let group = CommandGroup.looking
  static let summary = "what a job uses, against its limits"
  static let meaning = """
    The counters that the kernel keeps of the job's control group, each beside its limit where there \
    is one, and on cgroup v2 how much of the time its processes waited for a CPU, memory or a disk \
    (pressure, PSI). A job without limits has no group, and nothing is counted. Without %N it is the \
    job in the background, else the box where it is up (`stat box`), else the last one that ended. \
    `${job:stat.COUNTER}` is the same for scripts; `${job:stat.cpu.pressure}` is the time that some \
    process of it waited, in microseconds.
    """
  static let manualPages = ["cgroups(7)", "proc_pressure(5)"]
  static let syntax = Syntax(place, options: [json])
  static let example = """
    if have limit.pids {
      limit pids 20
      exec sleep 10 &
      stat %1
      kill %1
    }
    """

  private static let place = Parameter.optional("%N|box", .livePlace)
  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.supervisor.refresh()
    guard
      arguments[place] != nil || !session.jobs.running.isEmpty
        || session.liveBoxes.current != nil
    else {
      return try showLast(arguments, session)
    }
    let job = try LivePlace.job(arguments[place], for: arguments.command, in: session)
    let sample = try Sample.of(job, in: session, at: arguments.span)
    if arguments[json] {
      session.output.writeLine(
        JSON.object(LivePlace.identity(of: job, in: session) + [("counters", sample.json)]).text)
      return 0
    }
    let program = job.plan.isBox ? "" : ": \(job.text)"
    session.output.writeLine("\(LivePlace.title(of: job, in: session)) \(job.stateText)\(program)")
    for line in sample.lines(session.textStyle) { session.output.writeLine(line) }
    return 0
  }

  private static func showLast(
    _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) -> Int32 {
    guard let record = session.supervisor.lastRecord, !record.counters.isEmpty else {
      throw Sample.notCounted("the last job", arguments.span)
    }
    let sample = Sample(ended: record.counters, record.limits)
    if arguments[json] {
      session.output.writeLine(
        JSON.object([
          ("job", .null), ("box", .null), ("state", .string("ended")), ("counters", sample.json),
        ]).text)
      return 0
    }
    for line in sample.lines(session.textStyle) { session.output.writeLine(line) }
    return 0
  }
}
