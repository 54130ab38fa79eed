import Language
import Sandbox
import Session

// What runs, for the commands that look at its control group or change it.

extension Job {
  /// `%1`, or `box` and its name for the process that holds a box.
  func title(in session: Session) -> String {
    plan.isBox ? "box \(session.boxes.current.name)" : "%\(number)"
  }

  /// What it is and how it is, for the documents about it.
  func identity(in session: Session) -> [(String, JSON)] {
    [
      ("job", plan.isBox ? .null : .number(number)),
      ("box", plan.isBox ? .string(session.boxes.current.name) : .null),
      ("state", .string(stateName)),
    ]
  }
}

/// A place where something runs: a job, or the box that is up.
enum LivePlace {
  /// The job that an option or an argument names, as long as it runs. Without one the latest job
  /// that has a group of its own, else the box; `box` is the box, by the process that holds it.
  static func job(
    _ name: Argument?, for command: Argument, in session: Session
  ) throws(Diagnostic) -> Job {
    session.supervisor.refresh()
    let meansBox = name?.matches("box") ?? session.jobs.all.allSatisfy(\.isInBox)
    if let holder = session.liveBoxes.current?.holder, meansBox { return holder }
    if let name, name.matches("box") { throw session.liveBoxes.isDown(at: name.span) }
    let job = try session.jobs.named(name, for: command)
    guard job.state != .ended else {
      throw Diagnostic(
        .noSuchJob, "job %\(job.number) has ended", at: (name ?? command).span,
        label: job.stateText)
    }
    return job
  }
}

extension ValueKind {
  /// `%1` or `box`.
  static let livePlace = ValueKind(.session(.livePlaces)) { (word) throws(Diagnostic) in
    if !word.matches("box") { try job.check?(word) }
  }
}
