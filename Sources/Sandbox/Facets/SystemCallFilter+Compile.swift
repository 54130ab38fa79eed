import Kernel
import Language
import Seccomp

extension SystemCallFilter {
  /// The rules as the kernel gets them.
  func compiled() throws(FilterError) -> FilterProgram {
    let said = rules.map { rule -> (String, FilterAction) in
      switch rule.verb {
      case .deny: (rule.call, rule.action)
      case .allow: (rule.call, .allow)
      case .log: (rule.call, .log)
      }
    }
    guard isAllowList else {
      let listed = usesDefault ? Self.listed(but: Set(rules.map(\.call))) : []
      return try FilterProgram(otherwise: .allow, rules: listed + Self.known(said))
    }
    // The launch ends in execve, whose refusal is told by write, and whatever runs has to end.
    let needed = Self.alwaysAllowed.filter { name in !said.contains { $0.0 == name } }
    return try FilterProgram(
      otherwise: otherwise ?? .standard,
      rules: Self.known(said + needed.map { ($0, FilterAction.allow) }))
  }

  /// Without these nothing would start, say why not, or end.
  static let alwaysAllowed = ["execve", "write", "exit", "exit_group", "rt_sigreturn"]

  private static func known(_ said: [(String, FilterAction)]) -> [FilterRule] {
    said.compactMap { name, action in
      guard case .here(let number) = SystemCallName.number(of: name) else { return nil }
      return FilterRule(number, action)
    }
  }

  /// What `default` refuses, without calls of which something else was said.
  private static func listed(but said: Set<String>) -> [FilterRule] {
    DeniedByDefault.all.flatMap { group in
      group.calls.flatMap { call -> [FilterRule] in
        guard !said.contains(call), case .here(let number) = SystemCallName.number(of: call) else {
          return []
        }
        guard !group.conditions.isEmpty else { return [FilterRule(number, group.action)] }
        return group.conditions.map { FilterRule(number, group.action, where: $0) }
      }
    }
  }
}

/// What `seccomp default` refuses: calls that programs in a sandbox have no use for, and by which the
/// kernel was got at before or is shared with the host.
package struct DeniedByDefault: Sendable {
  package let calls: [String]
  /// Why.
  package let reason: String
  let action: FilterAction
  /// Refused for these arguments only.
  let conditions: [FilterRule.Condition]
  /// The calls as shown, with the arguments that count.
  package let shown: String

  private init(
    _ calls: String, _ reason: String, _ action: FilterAction = .standard,
    where conditions: [FilterRule.Condition] = [], shown: String? = nil
  ) {
    self.calls = calls.split(separator: " ").map(String.init)
    self.reason = reason
    self.action = action
    self.conditions = conditions
    self.shown = shown ?? calls
  }

  /// A function, so that nothing is made before somebody asks.
  package static var all: [DeniedByDefault] {
    [
      DeniedByDefault(
        "mount umount2 pivot_root mount_setattr", "the tree stays as it was made"),
      DeniedByDefault(
        "open_tree move_mount fsopen fsconfig fsmount fspick", "the same, by descriptors"),
      DeniedByDefault(
        "unshare setns", "no further namespaces, in which one has all capabilities again"),
      DeniedByDefault(
        "clone", "the same", where: namespaceFlags, shown: "clone with a CLONE_NEW flag"),
      DeniedByDefault(
        "clone3", "its flags are in memory, where no filter looks; ENOSYS: clone is used",
        .refuse(.noFunction)),
      DeniedByDefault(
        "add_key request_key keyctl", "keyrings are separate only in user namespaces"),
      DeniedByDefault(
        "bpf perf_event_open userfaultfd", "much code in the kernel, and many holes so far"),
      DeniedByDefault(
        "io_uring_setup io_uring_enter io_uring_register",
        "makes calls that the filter does not see"),
      DeniedByDefault(
        "open_by_handle_at", "opens files of a disk outside of the root (CVE-2014-3519 and others)"),
      DeniedByDefault(
        "ioctl", "types into the terminal, as if its user had",
        where: [0x5412, 0x541c].map {
          // The kernel takes the low 32 bits of it, so that nothing may hide in the others.
          FilterRule.Condition(argument: 1, mask: 0xffff_ffff, value: $0)
        }, shown: "ioctl TIOCSTI, TIOCLINUX"),
      DeniedByDefault(
        "init_module finit_module delete_module kexec_load kexec_file_load",
        "code for the kernel itself"),
      DeniedByDefault("reboot swapon swapoff acct quotactl quotactl_fd", "is the host's business"),
      DeniedByDefault(
        "clock_settime clock_adjtime settimeofday adjtimex", "one clock for the whole machine"),
      DeniedByDefault("syslog", "the kernel's log tells addresses and the host's affairs"),
      DeniedByDefault("iopl ioperm", "ports of the hardware"),
      DeniedByDefault(
        "lookup_dcookie nfsservctl uselib ustat sysfs _sysctl", "old, and no program uses them"),
      DeniedByDefault("vhangup", "hangs up a terminal that others use"),
      DeniedByDefault("kcmp", "compares kernel objects of other processes"),
    ]
  }

  /// CLONE_NEWTIME is no flag of clone, whose lowest byte is a signal.
  private static var namespaceFlags: [FilterRule.Condition] {
    NamespaceKind.allCases.filter { $0 != .time }.map {
      FilterRule.Condition(argument: 0, mask: $0.cloneFlag, value: $0.cloneFlag)
    }
  }
}
