import Kernel
import Language

/// Why capabilities could not be set. See PR_CAPBSET_DROP(2const) and capset(2).
enum CapabilityCauses {
  static let explain: Causes = { refusal in
    let host = refusal.host
    guard refusal.errno == .notPermitted, refusal.call == .prctl, !refusal.context.has(.user),
      !host.can(.setCapabilities)
    else { return Explanation(.capabilityRefused) }
    return Explanation(
      .capabilityRefused,
      why: "only CAP_SETPCAP takes from the bounding set "
        + "(checked: you are uid \(host.credentials.uid), without it)",
      fix: "`ns user`, or run cloche as root")
  }
}
