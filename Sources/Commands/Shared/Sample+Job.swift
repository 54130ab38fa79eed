import Language
import Limits
import Sandbox
import Session

extension Sample {
  /// The counters of a running job, or that nothing is counted.
  static func of(
    _ job: Job, names: [String] = [], in session: Session, at span: SourceSpan
  ) throws(Diagnostic) -> Sample {
    let title = LivePlace.title(of: job, in: session)
    guard let held = job.groups.all.first else {
      guard job.isInBox else {
        let words = job.plan.isBox ? "limit memory 1G" : "limit --job \(title) memory 1G"
        throw notCounted(title, span).fix("`\(words)` gives it one now, which counts memory")
      }
      throw notCounted("\(title) alone, which runs in a box that is up", span)
        .fix("`stat box` counts all that is in the box")
    }
    guard !held.isLost else {
      throw Diagnostic(
        .controlGroupRefused, "nothing is counted of \(title) any more", at: span,
        label: "its control group was removed from outside"
      ).note("it runs on without its limits")
    }
    return Sample(held, job.context[LimitSet.self], names: names)
  }

  /// Says that there are no counters, and what gives some.
  static func notCounted(_ what: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .controlGroupRefused, "nothing is counted of \(what)", at: span,
      label: "it has no control group"
    ).fix("launch it with a limit: `limit pids 1000` counts processes, `limit memory 1G` memory")
  }
}
