import Kernel
import Language
import Limits
import Sandbox
import Session

/// `limit --job`: changes a limit of what runs.
enum LimitJob {
  static func change(
    _ job: Job, _ wish: LimitWish, _ arguments: Arguments, in session: Session
  ) throws(Diagnostic) {
    guard !job.isInBox else {
      throw Diagnostic(
        .controlGroupRefused, "%\(job.number) runs in a box that is up", at: arguments.span,
        label: "its limits are the box's"
      ).fix("`limit` without `--job` changes those, at once")
    }
    let before = job.context[LimitSet.self] ?? LimitSet()
    var limits = before
    limits.apply(
      try LimitValue.parse(wish), words: arguments.operands.map(\.bytes),
      origin: arguments.span)
    guard limits.linkRate?.rate == before.linkRate?.rate else {
      throw Diagnostic(
        .contradiction, "`limit net` is no limit of a group", at: arguments.span,
        label: "a running job keeps what it has"
      ).fix("`up`, and run it in the box: there `limit net` takes effect at once")
    }
    var state = LaunchState(job.groups)
    for (step, _) in try limits.changeSteps(from: before, on: session.host) {
      do throws(KernelError) {
        try step.make(&state)
      } catch {
        throw session.launcher.refusal(error, step.causes, at: arguments.span)
      }
    }
    job.context[LimitSet.self] = limits.isEmpty ? nil : limits
  }
}
