import Kernel
import Seccomp

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
        "process_vm_readv process_vm_writev process_madvise pidfd_getfd",
        "reaches into the memory and the descriptors of others"),
      DeniedByDefault(
        "ptrace", "the same; a debugger may still start what it traces",
        where: [16, 0x4206].map { .init(argument: 0, mask: 0xffff_ffff, value: $0) },
        shown: "ptrace PTRACE_ATTACH, PTRACE_SEIZE"),
      DeniedByDefault(
        "socket", "protocols that nearly nobody uses, with many holes so far; EAFNOSUPPORT",
        .refuse(.addressFamilyNotSupported), where: oddFamilies,
        shown: "socket of other families than unix, inet, inet6, netlink and packet"),
      DeniedByDefault(
        "personality", "old behaviour of the kernel, and addresses that can be guessed",
        where: oddPersonalities, shown: "personality but PER_LINUX, PER_LINUX32, UNAME26"),
      DeniedByDefault("fanotify_init", "watches the files of a whole mount"),
      DeniedByDefault("migrate_pages move_pages", "moves the memory of others"),
      DeniedByDefault(
        "name_to_handle_at open_by_handle_at",
        "opens files of a disk outside of the root (CVE-2014-3519 and others)"),
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

  /// All that have a number but AF_UNIX, AF_INET, AF_INET6, AF_NETLINK and AF_PACKET. The kernel takes the
  /// low 32 bits. See socket(2).
  private static var oddFamilies: [FilterRule.Condition] {
    (3...45).filter { ![10, 16, 17].contains($0) }.map {
      FilterRule.Condition(argument: 0, mask: 0xffff_ffff, value: $0)
    }
  }

  /// Every value with another bit than those of PER_LINUX32 and UNAME26, but 0xffffffff, which asks. That one
  /// has the highest bit, which is no flag: with it each other bit has to be there. See personality(2).
  private static var oddPersonalities: [FilterRule.Condition] {
    let highest: UInt64 = 1 << 31
    return (0..<31).flatMap { number -> [FilterRule.Condition] in
      let bit: UInt64 = 1 << number
      let asks = FilterRule.Condition(argument: 0, mask: highest | bit, value: highest)
      let isHarmless = number == 3 || number == 17
      return isHarmless
        ? [asks] : [asks, FilterRule.Condition(argument: 0, mask: highest | bit, value: bit)]
    }
  }

  /// CLONE_NEWTIME is no flag of clone, whose lowest byte is a signal.
  private static var namespaceFlags: [FilterRule.Condition] {
    NamespaceKind.allCases.filter { $0 != .time }.map {
      FilterRule.Condition(argument: 0, mask: $0.cloneFlag, value: $0.cloneFlag)
    }
  }
}
