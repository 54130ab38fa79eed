import Language
import Sandbox

/// Whether a program can take cloche's own place: without a parent there is nobody for some of the
/// work.
struct Replacement {
  let plan: Plan
  let context: Context
  let boxIsUp: Bool
  let isCaptured: Bool

  /// Why it cannot be; nil where it can.
  func refusal(at span: SourceSpan?) -> Diagnostic? {
    guard let (why, fix) = obstacle else { return nil }
    return Diagnostic(
      .contradiction, "`exec --replace` is not possible in this context", at: span, label: why
    ).fix(fix)
  }

  private var obstacle: (why: String, fix: String)? {
    if boxIsUp { return ("the box is up, and held by cloche", "`down`") }
    if context.has(.pid) || context.has(.time) {
      let kind = context.has(.pid) ? "pid" : "time"
      return ("a process cannot enter a \(kind) namespace that it makes", "`ns -\(kind)`")
    }
    if plan.isGated { return ("only a parent can write these id maps", "`map root`") }
    if plan.preparations.contains(where: { $0.step.needsTakingDown }) {
      return ("nobody would be left to take the control group down", "`limit RESOURCE max`")
    }
    if isCaptured {
      return ("nobody would be left to read the output", "`capture exec` without it")
    }
    return nil
  }
}
