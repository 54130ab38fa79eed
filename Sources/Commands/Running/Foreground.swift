import Language
import Sandbox
import Session

/// `fg`: a job comes into the foreground.
enum ForegroundCommand: ActingCommand {
  static let name = "fg"
  static let group = CommandGroup.running
  static let summary = "bring a job into the foreground"
  static let meaning = """
    The job gets the terminal, goes on if it was stopped (SIGCONT), and cloche waits for it as \
    `exec` does. Without %N it is the job that was stopped last, else the last one.
    """
  static let manualPages = ["tcsetpgrp(3)", "credentials(7)"]
  static let syntax = Syntax(job)
  static let example = """
    exec sh -c 'exit 3' &
    try fg %1
    assert $? is 3
    """

  private static let job = Parameter.optional("%N", .job)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let job = try session.jobs.named(arguments[job], for: arguments.command)
    if session.surroundings.isInteractive { session.messages.say(job.text) }
    return try session.jobControl.bringToForeground(job)
  }
}
