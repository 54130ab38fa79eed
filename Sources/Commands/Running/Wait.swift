import Language
import Sandbox
import Session

/// `wait`: until jobs have ended.
enum WaitCommand: ActingCommand {
  static let name = "wait"
  static let group = CommandGroup.running
  static let summary = "wait for a job, or for all of them"
  static let meaning = """
    Waits until the job has ended; its status is that of `wait`, so that a job that failed stops a \
    script here. Without %N it waits for all, and the first one that failed decides. A script that \
    ends while jobs run ends them too: nothing is left behind.
    """
  static let manualPages = ["wait(2)"]
  static let syntax = Syntax(job)
  static let example = """
    exec true &
    exec sh -c 'exit 3' &
    wait %1
    try wait
    assert $? is 3
    """

  private static let job = Parameter.optional("%N", .job)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let name = arguments[job] else { return try waitForAll(session) }
    return try session.jobControl.waitInBackground(
      try session.jobs.named(name, for: arguments.command))
  }

  private static func waitForAll(_ session: Session) throws(Diagnostic) -> Int32 {
    var first: Int32 = 0
    while let job = session.jobs.all.first {
      let status = try session.jobControl.waitInBackground(job)
      if first == 0 { first = status }
      if session.supervisor.isInterrupted { break }
    }
    return first
  }
}
