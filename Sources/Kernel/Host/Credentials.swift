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

  /// This process's.
  package static var current: Credentials {
    var groups: [UInt32] = []
    let count = getgroups(0, nil)
    if count > 0 {
      groups = [UInt32](repeating: 0, count: Int(count))
      groups.removeLast(groups.count - max(0, Int(getgroups(count, &groups))))
    }
    let capabilities = CapabilityHeader.current
    return Credentials(
      uid: geteuid(), gid: getegid(), groups: groups, capabilities: capabilities.effective,
      permitted: capabilities.permitted, inheritable: capabilities.inheritable)
  }
}
