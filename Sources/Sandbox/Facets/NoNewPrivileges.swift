import Kernel
import Language

/// Whether execve(2) may grant what the program did not have. See PR_SET_NO_NEW_PRIVS(2const).
package struct NoNewPrivileges: Facet {
  package let isOn: Bool
  package let origin: SourceSpan?

  package init(isOn: Bool, origin: SourceSpan?) {
    self.isOn = isOn
    self.origin = origin
  }

  package var settings: [Setting] {
    [
      Setting(
        "no-new-privs", "no-new-privs", isOn ? "on" : "off", origin: origin,
        meaning: "set-user-ID programs gain nothing")
    ]
  }

  package var phases: [Phase] { isOn ? [.noNewPrivileges] : [] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin) { $0.control(ProcessControl.setNoNewPrivileges, 1) }
  }
}
