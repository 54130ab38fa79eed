import Kernel
import Language

/// Why a session keyring was refused. See keyctl(2) and keyrings(7).
enum KeyringCauses {
  static let explain: Causes = { refusal in
    switch refusal.errno {
    case .noFunction:
      Explanation(
        .keyringRefused, why: "this kernel was built without keyrings", fix: "`keyring share`")
    case .notPermitted:
      Explanation(
        .keyringRefused,
        why: HostProbe.isFiltered
          ? "a seccomp filter refuses keyctl here (checked: /proc/self/status)"
          : "the kernel refuses keyctl to this process", fix: "`keyring share`")
    case .diskQuotaExceeded:
      Explanation(
        .keyringRefused,
        why: "you have as many keys as a user may have "
          + "(checked: /proc/sys/kernel/keys/maxkeys is \(Self.mostKeys))",
        fix: "`keyring share`", "as root: echo 20000 > /proc/sys/kernel/keys/maxkeys")
    default: Explanation(.keyringRefused)
    }
  }

  private static var mostKeys: String {
    SmallFile.line("/proc/sys/kernel/keys/maxkeys") ?? "unknown"
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofKeyring: [ErrorCode] { [.keyringRefused] }

  package static var keyringRefused: ErrorCode {
    ErrorCode(
      419, title: "the program can not have a session keyring of its own",
      story: """
        The kernel keeps keys for programs: of encrypted folders, of Kerberos, of network file systems. \
        A session keyring belongs to a login and is handed on to every child, whose user may read what \
        is in it, in whatever namespaces it runs. So a program in a sandbox gets an empty one of its own, \
        by keyctl(2) with KEYCTL_JOIN_SESSION_KEYRING.

        ENOSYS: the kernel has no keyrings. EPERM: a seccomp filter refuses the call, as container \
        runtimes do. In both cases the default is left out, since the program cannot reach any key \
        either; only what you asked for by `keyring new` is refused. EDQUOT: a user may have so many \
        keys and no more (keyrings(7)).

            ns user
            keyring new
            exec true
        """)
  }
}
