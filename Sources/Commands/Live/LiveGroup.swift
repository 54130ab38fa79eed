import ControlGroups
import Kernel
import Language
import Sandbox
import Session

// The control group of a running job, for the commands that look at it or change it.

extension Job {
  /// The group of its limits; nil where it has none.
  var limitGroup: HeldGroup? { holdings.lazy.compactMap { $0 as? HeldGroup }.first }

  /// The group that can be frozen.
  var freezableGroup: HeldGroup? {
    holdings.lazy.compactMap { $0 as? HeldGroup }.first { $0.group.canFreeze }
  }
}

extension Session {
  /// The job that an option or an argument names, as long as it runs.
  func runningJob(_ name: Argument?, for command: Argument) throws(Diagnostic) -> Job {
    refreshJobs()
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
    _ error: KernelError, of controllers: [String], write: GroupWrite? = nil, at span: SourceSpan
  ) -> Diagnostic {
    let refusal = Refusal(
      call: nil, errno: error.errno, context: context, host: host, origin: span)
    let explanation =
      LimitCauses(controllers: controllers, write: write).explain(refusal)
      ?? Explanation(.controlGroupRefused)
    var diagnostic = Diagnostic(
      explanation.code, "could not \(error.operation): \(error.errno.explained)", at: span)
    for why in explanation.why { diagnostic = diagnostic.why(why) }
    for fix in explanation.fix { diagnostic = diagnostic.fix(fix) }
    return diagnostic
  }
}
