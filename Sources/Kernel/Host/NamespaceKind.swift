/// The kinds of namespaces, by the names of the files under /proc/PID/ns except that mount
/// namespaces are `mnt` everywhere. See namespaces(7).
package enum NamespaceKind: String, CaseIterable, Sendable, Comparable {
  case cgroup
  case ipc
  case mnt
  case net
  case pid
  case time
  case user
  case uts

  /// The flag that makes a new one, see clone(2).
  package var cloneFlag: UInt64 {
    switch self {
    case .cgroup: CloneFlag.newCgroup
    case .ipc: CloneFlag.newIPC
    case .mnt: CloneFlag.newNamespace
    case .net: CloneFlag.newNet
    case .pid: CloneFlag.newPID
    case .time: CloneFlag.newTime
    case .user: CloneFlag.newUser
    case .uts: CloneFlag.newUTS
    }
  }

  /// What a namespace of this kind isolates.
  package var isolates: String {
    switch self {
    case .cgroup: "the root of the control group hierarchy that is seen"
    case .ipc: "System V IPC and POSIX message queues"
    case .mnt: "mount points"
    case .net: "network devices, addresses, routes and ports"
    case .pid: "process ids"
    case .time: "the boot and monotonic clocks"
    case .user: "user and group ids, and what root may do"
    case .uts: "hostname and domain name"
    }
  }

  /// The sysctl under /proc/sys/user that bounds how many one user may make.
  package var limitFile: String { "/proc/sys/user/max_\(rawValue)_namespaces" }

  package static func < (a: NamespaceKind, b: NamespaceKind) -> Bool { a.rawValue < b.rawValue }
}
