import Glibc

/// Who a process is: effective ids, further groups and capabilities. See credentials(7).
package struct Credentials: Sendable, Equatable {
  package var uid: UInt32
  package var gid: UInt32
  package var groups: [UInt32]
  /// The effective ones.
  package var capabilities: CapabilitySet
  package var permitted: CapabilitySet
  package var inheritable: CapabilitySet

  /// Permitted is what is effective where nothing else is said.
  package init(
    uid: UInt32, gid: UInt32, groups: [UInt32], capabilities: CapabilitySet,
    permitted: CapabilitySet? = nil, inheritable: CapabilitySet = .none
  ) {
    self.uid = uid
    self.gid = gid
    self.groups = groups
    self.capabilities = capabilities
    self.permitted = permitted ?? capabilities
    self.inheritable = inheritable
  }

  /// Those of this process, as they are now. See geteuid(2), getgroups(2) and capget(2).
  package static var current: Credentials {
    let capabilities = CapabilityHeader.current
    return Credentials(
      uid: geteuid(), gid: getegid(), groups: currentGroups, capabilities: capabilities.effective,
      permitted: capabilities.permitted, inheritable: capabilities.inheritable)
  }

  /// None where there are so many that the number has changed in between.
  private static var currentGroups: [UInt32] {
    let count = (try? call("getgroups", retryOnInterrupt: false) { getgroups(0, nil) }) ?? 0
    guard count > 0 else { return [] }
    var groups = [UInt32](repeating: 0, count: Int(count))
    let stored = try? call("getgroups", retryOnInterrupt: false) { getgroups(count, &groups) }
    return Array(groups.prefix(Int(stored ?? 0)))
  }
}
