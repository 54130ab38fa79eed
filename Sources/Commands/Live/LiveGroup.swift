import Kernel
import Language
import Limits
import Sandbox
import Session

// A running job, for the commands that look at its control group or change it.

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

extension Session {
  /// The job that an option or an argument names, as long as it runs. Without one the latest job
  /// that has a group of its own, else the box; `box` is the box, by the process that holds it.
  func runningJob(_ name: Argument?, for command: Argument) throws(Diagnostic) -> Job {
    refreshJobs()
    let meansBox = name?.matches("box") ?? allJobs.allSatisfy(\.isInBox)
    if let holder = runningBox?.holder, meansBox { return holder }
    if let name, name.matches("box") { throw notUp(at: name.span) }
    let job = try self.job(name, for: command)
    guard job.state != .ended else {
      throw Diagnostic(
        .noSuchJob, "job %\(job.number) has ended", at: (name ?? command).span,
        label: job.stateText)
    }
    return job
  }

  /// What a refusal of control groups becomes that was met outside of a launch.
  func refusal(
    _ error: KernelError, of controllers: [String], at span: SourceSpan
  ) -> Diagnostic {
    refusal(error, LimitCauses(controllers: controllers).explain, at: span)
  }

  func refusal(_ error: KernelError, _ causes: Causes?, at span: SourceSpan) -> Diagnostic {
    let refusal = Refusal(
      call: nil, errno: error.errno, context: context, host: host, origin: span)
    let explanation = causes?(refusal) ?? Explanation(.controlGroupRefused)
    var diagnostic = Diagnostic(
      explanation.code, "could not \(error.operation): \(error.errno.explained)", at: span)
    for why in explanation.why { diagnostic = diagnostic.why(why) }
    for fix in explanation.fix { diagnostic = diagnostic.fix(fix) }
    return diagnostic
  }
}

extension ValueKind {
  /// `%1` or `box`.
  static let livePlace = ValueKind(.session(.livePlaces)) { (word) throws(Diagnostic) in
    if !word.matches("box") { try job.check?(word) }
  }
}
