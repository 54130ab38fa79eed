import Language
import Presentation
import Sandbox
import Session

/// `jobs`: what runs in the background.
enum JobsCommand: ActingCommand {
  static let name = "jobs"
  static let group = CommandGroup.running
  static let prints = true
  static let summary = "what runs in the background or was stopped"
  static let meaning = """
    One line for each job that was started with `&`, or stopped with ^Z: its number, what it does, \
    the process id on the host, and the program. One that has ended is listed once more, with how.
    """
  static let syntax = Syntax(options: [json])
  static let example = """
    exec sleep 10 &
    jobs
    kill %1
    try wait %1
    """

  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.supervisor.refresh()
    let jobs = session.jobs.all
    if arguments[json] {
      session.output.writeLine(JSON.array(jobs.map(json)).text)
    } else {
      let table = Table(.left(4), .left(21), .left(8))
      for job in jobs {
        session.output.writeLine(
          table.row("%\(job.number)", job.stateText, String(job.record.pid), text: job.text))
      }
    }
    _ = session.supervisor.takeNotices()
    return 0
  }

  private static func json(_ job: Job) -> JSON {
    var members: [(String, JSON)] = [
      ("job", .number(job.number)), ("state", .string(job.stateName)),
      ("pid", .number(Int(job.record.pid))),
      ("program", .array(job.record.program.map { .bytes($0) })),
    ]
    if case .stopped(let signal) = job.state { members.append(("signal", .string(signal.name))) }
    if job.state == .ended {
      members.append(("status", .number(Int(job.record.status))))
      members.append(("reason", .string(job.record.reason.rawValue)))
    }
    return .object(members)
  }
}
