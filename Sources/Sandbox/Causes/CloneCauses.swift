import Kernel
import Language

/// Why the child could not be cloned with its namespaces. See clone(2), "ERRORS".
package enum CloneCauses {
  package static let explain: Causes = { refusal in
    for facet in refusal.context.facets {
      if let explanation = facet.cloneCauses?(refusal) { return explanation }
    }
    let kinds = refusal.context.namespaces.members.map(\.kind)
    switch refusal.errno {
    case .notPermitted, .permissionDenied: return notPermitted(refusal, kinds)
    case .noSpace, .tooManyUsers: return tooMany(kinds)
    case .invalidArgument:
      let missing = HostProbe.missing(kinds)
      guard !missing.isEmpty else { return Explanation(.cloneRefused) }
      let names = missing.map(\.rawValue).joined(separator: " ")
      return Explanation(
        .cloneRefused, why: "this kernel has no \(names) namespaces (checked: /proc/self/ns)",
        fix: "`ns \(missing.map { "-\($0.rawValue)" }.joined(separator: " "))`")
    case .resourceTemporarilyUnavailable:
      return noMoreProcesses(refusal)
    case .operationNotSupportedByDevice:
      return Explanation(
        .controlGroupRefused, why: "the control group was removed from outside",
        fix: "`down`, then `up`")
    case .noFunction:
      return Explanation(
        .cloneRefused,
        why: HostProbe.isFiltered
          ? "a seccomp filter answers for clone3 here (checked: /proc/self/status)"
          : "this kernel has no clone3; cloche needs Linux 5.12 or later",
        fix: "run cloche outside of the container, or let its profile allow clone3")
    default: return Explanation(.cloneRefused)
    }
  }

  private static func notPermitted(_ refusal: Refusal, _ kinds: [NamespaceKind]) -> Explanation {
    let who = "checked: you are uid \(refusal.host.credentials.uid)"
    guard refusal.context.has(.user) else {
      return Explanation(
        .cloneRefused,
        why: "only CAP_SYS_ADMIN makes \(kinds.map(\.rawValue).joined(separator: " ")) namespaces "
          + "outside of a user namespace of one's own (\(who), without it)",
        fix: "`ns user`")
    }
    if let found = HostProbe.userNamespaceSwitch() {
      return Explanation(
        .cloneRefused,
        why:
          "this host lets users make no user namespaces (checked: \(found.path) is \(found.value))",
        fix: "as root: echo \(found.wanted) > \(found.path)")
    }
    if HostProbe.isChrooted {
      return Explanation(
        .cloneRefused,
        why: "a process in a chroot may not make user namespaces "
          + "(checked: its root is no mount's root)",
        fix: "run cloche outside of the chroot")
    }
    if HostProbe.isFiltered {
      return Explanation(
        .cloneRefused,
        why: "a seccomp filter watches this process, as container runtimes install "
          + "(checked: /proc/self/status)",
        fix: "run cloche outside of the container, or let its profile allow clone3")
    }
    return Explanation(.cloneRefused, why: "none of the known causes holds here (\(who))")
  }

  private static func noMoreProcesses(_ refusal: Refusal) -> Explanation {
    // RLIMIT_NPROC holds nobody with one of these. See getrlimit(2).
    if refusal.host.can(.systemAdmin) || refusal.host.can(.systemResource) {
      return Explanation(
        .cloneRefused,
        why:
          "no more processes: pids.max of a control group that cloche is in, or kernel.threads-max "
          + "(checked: RLIMIT_NPROC does not hold for you)",
        fix: "`host cat /proc/self/cgroup` tells the groups; raise their pids.max")
    }
    return Explanation(
      .cloneRefused,
      why: "no more processes: RLIMIT_NPROC of this user, or pids.max of a control group above",
      fix: "`ulimit -u` and pids.max of the groups in /proc/self/cgroup tell which")
  }

  private static func tooMany(_ kinds: [NamespaceKind]) -> Explanation {
    if let found = HostProbe.exhausted(kinds) {
      return Explanation(
        .cloneRefused,
        why: "this host allows no new \(found.kind.rawValue) namespace "
          + "(checked: \(found.kind.limitFile) is 0)",
        fix: "as root: echo 15000 > \(found.kind.limitFile)")
    }
    return Explanation(
      .cloneRefused,
      why: "as many namespaces as one user may have, or user namespaces 32 deep",
      fix: "the limits are in /proc/sys/user/max_*_namespaces")
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofClone: [ErrorCode] { [.cloneRefused] }

  package static var cloneRefused: ErrorCode {
    ErrorCode(
      401, title: "the child could not be cloned",
      story: """
        A launch begins with one system call, clone3, to which new namespaces are flags: CLONE_NEWUTS \
        and so on (clone(2), namespaces(7)). The kernel makes the child with all of them or not at \
        all. (The kinds `cgroup` and `time` come a little later, by unshare.)

        EPERM: every kind but `user` takes CAP_SYS_ADMIN. With `ns user` in the same call the kernel \
        makes the user namespace first and gives the others to it, so that anybody may have them \
        (user_namespaces(7)); unless this host forbids it, by a sysctl of the distribution, a seccomp \
        filter around a container, or because cloche is in a chroot. ENOSPC: a limit in \
        /proc/sys/user is reached, or 32 user namespaces are nested. EAGAIN: no more processes, by \
        RLIMIT_NPROC or by pids.max of a control group. EINVAL: this kernel was built without a kind. \
        ENOSYS: it is older than clone3, or a filter says so. Where the why line says checked, this was tested on this host.

            if have userns { echo 'you may make user namespaces' }
            ! sh -c 'cat /proc/sys/user/max_*_namespaces'
        """)
  }
}
