import Language
import Sandbox
import Session

/// `bg`: a stopped job goes on where it is.
enum BackgroundCommand: ActingCommand {
  static let name = "bg"
  static let group = CommandGroup.running
  static let summary = "let a stopped job go on in the background"
  static let meaning = """
    SIGCONT for the job, which goes on without the terminal: its output is shown, but it reads \
    nothing of what you type. Without %N it is the job that was stopped last.
    """
  static let manualPages = ["signal(7)"]
  static let syntax = Syntax(job)
  static let example = """
    exec sleep 10 &
    kill -STOP %1
    bg %1
    kill %1
    """

  private static let job = Parameter.optional("%N", .job)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.supervisor.refresh()
    let job = try session.jobs.named(arguments[job], for: arguments.command)
    if session.surroundings.isInteractive { session.messages.say("[\(job.number)] \(job.text) &") }
    job.letGoOn()
    return 0
  }
}
