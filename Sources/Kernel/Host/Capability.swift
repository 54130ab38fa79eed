import CLaunch
import Glibc

/// A capability by its number. See capabilities(7).
package struct Capability: Hashable, Sendable {
  package let number: UInt32

  package init(number: UInt32) { self.number = number }

  /// `CAP_SYS_ADMIN`; a number for one that is younger than this list.
  package var name: String {
    Self.table.indices.contains(Int(number))
      ? "CAP_" + Self.table[Int(number)].name.uppercased() : "\(number)"
  }

  /// `sys_admin`, as it is written in a script.
  package var word: String {
    Self.table.indices.contains(Int(number)) ? Self.table[Int(number)].name : "\(number)"
  }

  /// What it lets a process do.
  package var meaning: String {
    Self.table.indices.contains(Int(number)) ? Self.table[Int(number)].meaning : ""
  }

  /// From `net_raw`, `CAP_NET_RAW` or `cap_net_raw`.
  package init?(named text: String) {
    var name = text.lowercased()
    if name.hasPrefix("cap_") { name.removeFirst(4) }
    guard let index = Self.table.firstIndex(where: { $0.name == name }) else { return nil }
    number = UInt32(index)
  }

  /// Those that have a name, in the order of their numbers.
  package static var all: [Capability] {
    Self.table.indices.map { Capability(number: UInt32($0)) }
  }

  /// The highest one that this kernel has.
  package static var last: UInt32 {
    SmallFile.number("/proc/sys/kernel/cap_last_cap").flatMap { UInt32(exactly: $0) }
      ?? UInt32(table.count - 1)
  }

  /// As C names them, for a plan.
  package static var names: Constants {
    Constants(values: { all.map { ($0.name, UInt64($0.number)) } })
  }

  package static let chown = Capability(number: 0)
  package static let overrideAccess = Capability(number: 1)
  package static let fileOwner = Capability(number: 3)
  package static let keepSetID = Capability(number: 4)
  package static let kill = Capability(number: 5)
  package static let setGID = Capability(number: 6)
  package static let setUID = Capability(number: 7)
  package static let setCapabilities = Capability(number: 8)
  package static let bindService = Capability(number: 10)
  package static let administrateNetwork = Capability(number: 12)
  package static let rawNetwork = Capability(number: 13)
  package static let systemChroot = Capability(number: 18)
  package static let systemAdmin = Capability(number: 21)
  package static let systemResource = Capability(number: 24)
  package static let writeAudit = Capability(number: 29)
  package static let setFileCapabilities = Capability(number: 31)

  private static let table: [(name: String, meaning: String)] = [
    ("chown", "give files to anybody"),
    ("dac_override", "read, write and run whatever the mode says"),
    ("dac_read_search", "read files and enter folders whatever the mode says"),
    ("fowner", "do to anybody's files what only their owner may"),
    ("fsetid", "keep set-user-ID bits of a file that changes"),
    ("kill", "send signals to anybody's processes"),
    ("setgid", "become any group"),
    ("setuid", "become any user"),
    ("setpcap", "take from the bounding set, add to the inheritable one"),
    ("linux_immutable", "set the immutable and append-only flags"),
    ("net_bind_service", "listen on ports below 1024"),
    ("net_broadcast", "nothing today"),
    ("net_admin", "configure interfaces, routes, firewalls"),
    ("net_raw", "raw and packet sockets: ping, sniffing, forging"),
    ("ipc_lock", "lock any amount of memory"),
    ("ipc_owner", "use anybody's System V IPC objects"),
    ("sys_module", "load and unload kernel modules"),
    ("sys_rawio", "reach ports, memory and disks past the drivers"),
    ("sys_chroot", "chroot, and join mount namespaces"),
    ("sys_ptrace", "trace and read the processes of others"),
    ("sys_pacct", "process accounting"),
    ("sys_admin", "mount, name the host, and most else of what root does"),
    ("sys_boot", "reboot, and load another kernel"),
    ("sys_nice", "raise priorities, bind to CPUs"),
    ("sys_resource", "raise hard limits, pass quotas"),
    ("sys_time", "set the clock"),
    ("sys_tty_config", "hang up and configure virtual terminals"),
    ("mknod", "make device files"),
    ("lease", "leases on anybody's files"),
    ("audit_write", "write records into the audit log"),
    ("audit_control", "configure the audit log"),
    ("setfcap", "give capabilities to files, map uid 0"),
    ("mac_override", "get round mandatory access control (Smack)"),
    ("mac_admin", "configure mandatory access control (Smack)"),
    ("syslog", "read the kernel's log and addresses"),
    ("wake_alarm", "wake the machine up"),
    ("block_suspend", "keep the machine awake"),
    ("audit_read", "read the audit log"),
    ("perfmon", "watch performance counters of the whole machine"),
    ("bpf", "load BPF programs"),
    ("checkpoint_restore", "checkpoint processes and restore them"),
  ]
}

/// A set of capabilities.
package struct CapabilitySet: Sendable, Equatable {
  package var bits: UInt64

  package init(bits: UInt64) { self.bits = bits }

  package init(_ capabilities: some Sequence<Capability>) {
    bits = capabilities.reduce(0) { $0 | Self.bit($1) }
  }

  package static var all: CapabilitySet { CapabilitySet(bits: ~0) }
  package static var none: CapabilitySet { CapabilitySet(bits: 0) }

  /// All up to a number.
  package static func upTo(_ last: UInt32) -> CapabilitySet {
    CapabilitySet(bits: last >= 63 ? ~0 : (1 << (UInt64(last) + 1)) - 1)
  }

  package var isEmpty: Bool { bits == 0 }

  /// In the order of their numbers.
  package var members: [Capability] {
    (0..<UInt32(64)).map { Capability(number: $0) }.filter { contains($0) }
  }

  /// Whether a capability is in the set.
  package func contains(_ capability: Capability) -> Bool { bits & Self.bit(capability) != 0 }

  /// The capabilities that are in both sets.
  package func intersection(_ other: CapabilitySet) -> CapabilitySet {
    CapabilitySet(bits: bits & other.bits)
  }

  /// The capabilities that are in one of the sets or in both.
  package func union(_ other: CapabilitySet) -> CapabilitySet {
    CapabilitySet(bits: bits | other.bits)
  }

  /// The capabilities of this set that are not in the other.
  package func subtracting(_ other: CapabilitySet) -> CapabilitySet {
    CapabilitySet(bits: bits & ~other.bits)
  }

  private static func bit(_ capability: Capability) -> UInt64 {
    capability.number < 64 ? 1 << UInt64(capability.number) : 0
  }
}

/// The sets of this process. See capget(2).
package enum CapabilityHeader {
  /// _LINUX_CAPABILITY_VERSION_3: two records of effective, permitted and inheritable.
  package static let version: UInt64 = 0x2008_0522

  package static var names: Constants {
    Constants(values: { [("_LINUX_CAPABILITY_VERSION_3", version)] })
  }

  static var current:
    (effective: CapabilitySet, permitted: CapabilitySet, inheritable: CapabilitySet)
  {
    var header: (version: UInt32, pid: Int32) = (UInt32(version), 0)
    var data: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0, 0)
    let result = try? rawCall("capget", retryOnInterrupt: false) {
      withUnsafeMutablePointer(to: &header) { header in
        withUnsafeMutablePointer(to: &data) { data in
          SystemCall.capget(UInt64(address: header), UInt64(address: data))
        }
      }
    }
    guard result != nil else { return (.none, .none, .none) }
    func set(_ low: UInt32, _ high: UInt32) -> CapabilitySet {
      CapabilitySet(bits: UInt64(low) | UInt64(high) << 32)
    }
    return (set(data.0, data.3), set(data.1, data.4), set(data.2, data.5))
  }
}

extension CapabilitySet {
  /// What this process and its children may ever have, see capabilities(7).
  package static var bounding: CapabilitySet {
    let line = SmallFile.line("/proc/thread-self/status")?.split(separator: "\n")
      .first { $0.hasPrefix("CapBnd:") }
    let digits = line?.split(whereSeparator: { $0 == "\t" || $0 == " " }).last
    return CapabilitySet(bits: digits.flatMap { UInt64($0, radix: 16) } ?? ~0)
  }
}
