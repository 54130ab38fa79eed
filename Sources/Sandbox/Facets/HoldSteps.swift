import Kernel
import Language

/// The first process of a box that stays up: it waits, reaps, and keeps the namespaces in being.
struct HoldSteps: Facet {
  var settings: [Setting] { [] }
  var phases: [Phase] { [.initDeathSignal, .execute] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: plan.program.origin) { plan in
      if phase == .initDeathSignal { plan.dieWithParent() } else { hold(context, &plan) }
    }
  }

  /// They are made for a box alone.
  func belongs(to purpose: Purpose, in phase: Phase, of context: Context) -> Bool { true }

  private func hold(_ context: Context, _ plan: inout PlanBuilder) {
    // Cloche opens the namespaces while nobody else is in them; later on this process cannot be
    // looked at. See ptrace(2).
    plan.control(ProcessControl.setDumpable, 1)
    plan.add(ChannelSteps.message(2, "ready"))
    plan.add(ChannelSteps.gate)
    plan.control(ProcessControl.setDumpable, 0)
    plan.settle(in: context)
  }
}
