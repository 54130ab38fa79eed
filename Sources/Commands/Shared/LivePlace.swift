import Language
import Presentation
import Sandbox
import Session

/// A place where something runs: a job, or the box that is up.
enum LivePlace {
  case job(Argument)
  /// `box`, where it was written.
  case box(SourceSpan)

  /// The job at a place that is named, as long as it runs. Without one the latest job that has a
  /// group of its own, else the box; `box` is the box, by the process that holds it.
  static func job(
    _ place: LivePlace?, for command: Argument, in session: Session
  ) throws(Diagnostic) -> Job {
    session.supervisor.refresh()
    let holder = session.liveBoxes.current?.holder
    var name: Argument?
    switch place {
    case .box(let span):
      guard let holder else { throw session.liveBoxes.isDown(at: span) }
      return holder
    case .job(let given): name = given
    case nil: if let holder, session.jobs.all.allSatisfy(\.isInBox) { return holder }
    }
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

  /// Prints how a job is, where a document was asked for; the status.
  static func showState(of job: Job, asJSON: Bool, in session: Session) -> Int32 {
    if asJSON { session.output.writeLine(JSON.object(identity(of: job, in: session)).text) }
    return 0
  }
}

extension ValueKind where Value == LivePlace {
  /// `%1` or `box`.
  static var livePlace: ValueKind {
    ValueKind(.session(.livePlaces)) { (word) throws(Diagnostic) in
      word.matches("box") ? .box(word.span) : .job(try ValueKind<Argument>.job.parse(word))
    }
  }
}
