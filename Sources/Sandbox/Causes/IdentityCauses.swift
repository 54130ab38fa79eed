import Kernel
import Language

/// Why the ids of the program were refused. See setresuid(2) and setgroups(2).
enum IdentityCauses {
  static let explain: Causes = { refusal in
    guard refusal.errno == .notPermitted, !refusal.context.has(.user) else {
      return Explanation(.identityRefused)
    }
    let needed: Capability = refusal.call == .setresuid ? .setUID : .setGID
    guard !refusal.host.can(needed) else { return Explanation(.identityRefused) }
    return Explanation(
      .identityRefused,
      why:
        "only \(needed.name) \(refusal.call == .setgroups ? "changes groups" : "becomes somebody else") "
        + "(checked: you are uid \(refusal.host.credentials.uid), without it)",
      fix: "`ns user` and `map`, or run cloche as root")
  }
}
