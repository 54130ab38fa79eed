import Language
import Presentation
import Sandbox
import Session

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

  /// `%1`, or `box` and its name for the process that holds a box.
  static func title(of job: Job, in session: Session) -> String {
    job.plan.isBox ? "box \(session.boxes.current.name)" : "%\(job.number)"
  }

  /// What a job is and how it is, for the documents about it.
  static func identity(of job: Job, in session: Session) -> [(String, JSON)] {
    [
      ("job", job.plan.isBox ? .null : .number(job.number)),
      ("box", job.plan.isBox ? .string(session.boxes.current.name) : .null),
      ("state", .string(job.stateName)),
    ]
  }
}

extension ValueKind {
  /// `%1` or `box`.
  static let livePlace = ValueKind(.session(.livePlaces)) { (word) throws(Diagnostic) in
    if !word.matches("box") { try job.check?(word) }
  }
}
