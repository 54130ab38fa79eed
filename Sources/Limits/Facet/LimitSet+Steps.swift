import Kernel
import Language
import Sandbox

/// The steps of the limits: of a new sandbox, and of a box that is up.
extension LimitSet {
  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    if phase == .network {
      guard let (rate, origin) = linkRate else { return }
      return plan.asked(by: origin) { LinkRate(rate).lower(into: &$0) }
    }
    let limits = try HostLimits(entries, plan.host)
    guard !limits.controllers.isEmpty else { return }
    try refuseOwnTerminal(in: context)
    plan.asked(by: limits.all[0].entry.origin) { lower(limits, into: &$0) }
  }

  private func lower(_ limits: HostLimits, into plan: inout PlanBuilder) {
    plan.prepare(MakeGroup(controllers: limits.controllers))
    for limit in limits.all {
      plan.asked(by: limit.entry.origin) { plan in
        for write in limit.writes {
          plan.prepare(SetLimit(write: write, key: limit.entry.storedKey))
        }
      }
    }
    if plan.program.input == .null, entries.contains(where: { $0.resource == .devices }) {
      // The child may not be allowed to.
      plan.prepare(OpenNull())
      plan.null = plan.preset("null")
    }
    HeldGroup.entrance(for: limits.controllers) { limits.version(of: $0) }.lower(into: &plan)
  }

  package func liveChange(from older: LimitSet?) -> LiveChange {
    let isSameRate = linkRate?.rate == older?.linkRate?.rate
    return .atOnce([.controlGroup] + (isSameRate ? [] : [.network]))
  }

  package var liveRemoval: LiveChange { LimitSet().liveChange(from: self) }

  package func lowerChange(
    _ phase: Phase, from older: LimitSet?, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    let older = older ?? LimitSet()
    if phase == .network {
      let (rate, origin) = linkRate ?? (nil, nil)
      return plan.asked(by: origin) {
        LinkRate(rate).lowerChange(hasOne: older.linkRate != nil, into: &$0)
      }
    }
    for (step, origin) in try changeSteps(from: older, on: plan.host) {
      plan.asked(by: origin) { $0.prepare(step) }
    }
  }

  package func lowerRemoval(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    try LimitSet().lowerChange(phase, from: self, of: context, into: &plan)
  }

  /// The child opens the master of its terminal itself, and would not be allowed to. It is not let
  /// through unasked: who may open it may open the terminals of others, where they are his.
  private func refuseOwnTerminal(in context: Context) throws(Diagnostic) {
    guard context[TerminalSetting.self]?.kind == .own,
      let first = entries.first(where: { $0.resource == .devices })
    else { return }
    let isAllowed = entries.contains { entry in
      guard case .device(let rule) = entry.limit else { return false }
      return rule.allows(major: 5, minor: 2, "rw")
    }
    if isAllowed { return }
    throw Diagnostic(
      .contradiction, "`limit devices` leaves the program no terminal of its own",
      at: first.origin, label: "/dev/ptmx could not be opened"
    ).fix("`tty share`").fix("`limit devices allow c 5:2 rw`")
  }
}
