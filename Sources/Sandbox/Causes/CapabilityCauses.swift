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

// What it reports, for `help`.
extension ErrorCode {
  static var ofCapabilities: [ErrorCode] { [.capabilityRefused] }

  package static var capabilityRefused: ErrorCode {
    ErrorCode(
      416, title: "capabilities could not be set",
      story: """
        A process has five sets of them (capabilities(7)). What it may do now is effective, what it \
        can make effective is permitted; the bounding set is the most that any execve can give, and \
        what is ambient survives the execve of a program that is not uid 0. The fifth, the inheritable \
        set, is kept empty but for what is ambient. What `cap` leaves out is gone from all of them, which \
        can never be taken back.

        EPERM at PR_CAPBSET_DROP: the bounding set takes CAP_SETPCAP to change, which users have in a \
        user namespace of their own only. Without it `no-new-privs on`, the default, already sees to it \
        that no execve gives anything. And nobody can keep what he has not got: a container's root \
        often lacks some, /proc/self/status tells which. A kernel that is older than a capability has \
        nothing to drop.

            ! grep Cap /proc/self/status
            ns user
            cap none
            cap keep net_raw
            exec grep Cap /proc/self/status
        """)
  }
}
