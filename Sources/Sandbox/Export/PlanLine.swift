import Kernel
import Language

/// One line of a shown plan.
package struct PlanLine: Sendable {
  /// From 1, over everybody's steps.
  package let number: Int
  package let actor: Actor
  /// When it is made; nil for what cloche itself does.
  package let phase: Phase?
  /// The call in C's words, or what the parent does through a library.
  package let text: String
  /// The call's name; empty for what is more than one call.
  package let call: String
  package let arguments: [String]
  /// The command that asked for it; nil for what cloche always does.
  package let origin: SourceSpan?
}

extension Plan {
  /// Every step of the launch in order, the parent's too.
  package var lines: [PlanLine] {
    var lines: [PlanLine] = []
    func add(
      _ actor: Actor, _ text: String, _ origin: SourceSpan?, _ call: String = "",
      _ arguments: [String] = [], phase: Phase? = nil
    ) {
      lines.append(
        PlanLine(
          number: lines.count + 1, actor: actor, phase: phase, text: text, call: call,
          arguments: arguments, origin: origin))
    }
    for (step, origin) in preparations { add(.parent, step.text, origin) }
    if !replaces { add(.parent, cloneText, cloneOrigin, "clone3", [cloneFlagsText]) }
    for (step, origin) in attachments { add(.parent, step.text, origin) }
    if isGated {
      add(.parent, "send(channel, \"\\1\", 1)", nil, "send", ["channel", "\"\\1\"", "1"])
    }
    for (step, source) in zip(launch.steps + launch.initSteps, sources) {
      add(
        source.actor, launch.text(of: step), source.origin, step.call.name,
        step.operands.map { launch.text(of: $0) }, phase: source.phase)
    }
    return lines
  }

  /// With what every launch adds to the flags.
  private var cloneFlagsText: String {
    let added = preparations.reduce(0) { $0 | $1.step.cloneFlags }
    return CloneFlag.names.text(
      of: launch.cloneFlags | CloneFlag.pidfd | CloneFlag.clearSignalHandlers | added)
  }

  private var cloneText: String { "clone3({flags=\(cloneFlagsText), exit_signal=SIGCHLD}, 88)" }
}
