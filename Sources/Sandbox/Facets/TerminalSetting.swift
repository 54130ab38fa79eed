import Kernel
import Language

/// How the program has a terminal.
package struct TerminalSetting: Facet {
  /// The ways to have a terminal.
  package enum Kind: String, Sendable {
    /// A pseudo-terminal of its own, which cloche relays.
    case own
    /// Cloche's own.
    case share
    /// None that controls it: a session of its own.
    case none
  }

  package let kind: Kind
  package let origin: SourceSpan?

  package init(_ kind: Kind, origin: SourceSpan?) {
    self.kind = kind
    self.origin = origin
  }

  package var settings: [Setting] {
    [
      Setting(
        "tty", "tty", kind.rawValue, origin: origin,
        meaning: meaning)
    ]
  }

  private var meaning: String {
    switch kind {
    case .own: "a new pseudo-terminal, relayed by cloche"
    case .share: "cloche's own terminal"
    case .none: "a session without a terminal"
    }
  }

  /// What holds in a context. Where nothing was said, no program may push input into a terminal that is
  /// behind cloche.
  package static func holding(
    in context: Context, on host: Host, for program: Program? = nil
  ) -> TerminalSetting {
    if let asked = context[TerminalSetting.self] { return asked }
    // Who takes cloche's place has nobody who would relay.
    if program?.replaces ?? false { return TerminalSetting(.share, origin: nil) }
    return TerminalSetting(host.terminals.isEmpty ? .none : .own, origin: nil)
  }

  /// The descriptors of the program that become its own terminal: asked for, all of them; unasked only
  /// those that were a terminal already, since files and pipes are to get each byte as it is.
  func streams(on host: Host) -> [Int] { origin == nil ? host.terminals : [0, 1, 2] }

  /// Whether cloche listens to the keys only once the program wants to read its terminal, or to change
  /// it. What is typed before that, ^C too, is for whom it would be for without cloche: for a script and
  /// the others of its pipeline. At a prompt the program in front has the keys at once.
  package func isDeferred(for program: Program, usesInit: Bool, on host: Host) -> Bool {
    guard kind == .own, usesInit, !program.replaces else { return false }
    guard !program.isForeground, !program.isInBackground else { return false }
    return origin == nil || host.terminals.contains(0)
  }

  package var phases: [Phase] { kind == .own ? [.streams, .session, .terminal] : [.terminal] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin) { plan in
      switch kind {
      case .own: OwnTerminal(setting: self).lower(phase, of: context, into: &plan)
      case .none:
        // A session has no terminal until it opens one, and from outside of it the terminal's
        // ioctls are refused. See setsid(2).
        plan.call(.setsid)
        plan.leadsGroup()
      case .share:
        guard plan.program.hasOwnGroup else { return }
        plan.call(.setpgid, .number(0), .number(0))
        plan.leadsGroup()
        if plan.program.isForeground { plan.comeToForeground(of: .number(0)) }
      }
    }
  }
}

extension PlanBuilder {
  /// The process's group becomes the one in the foreground of a terminal. A background process may
  /// do it as long as it blocks SIGTTOU, which a launch does.
  mutating func comeToForeground(of terminal: Operand) {
    let own = cell("pid", .getpid)
    call(
      .ioctl, terminal, .constant(DeviceControl.setForegroundGroup, DeviceControl.names),
      .address(own))
  }
}
