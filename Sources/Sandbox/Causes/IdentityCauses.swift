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

// What it reports, for `help`.
extension ErrorCode {
  static var ofIdentity: [ErrorCode] { [.identityRefused] }

  package static var identityRefused: ErrorCode {
    ErrorCode(
      414, title: "the program cannot have this identity",
      story: """
        `as` becomes setgroups, setresgid and setresuid, in this order, since a changed uid takes the \
        right to change the others away. Outside of a user namespace that takes CAP_SETGID \
        and CAP_SETUID. Inside of one the ids have to exist there, that is, to be mapped; cloche \
        checks this before it starts anything, and the label lists the ids there are. And where one \
        group only is mapped by somebody without CAP_SETGID, the kernel wants setgroups denied, so \
        that no further groups can be had (user_namespaces(7), credentials(7)).

            ns user
            map self
            exec id
        """)
  }
}
