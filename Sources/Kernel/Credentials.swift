import Glibc

/// Who a process is: effective ids, further groups and capabilities. See credentials(7).
public struct Credentials: Sendable, Equatable {
  public var uid: UInt32
  public var gid: UInt32
  public var groups: [UInt32]
  public var capabilities: CapabilitySet

  public init(uid: UInt32, gid: UInt32, groups: [UInt32], capabilities: CapabilitySet) {
    self.uid = uid
    self.gid = gid
    self.groups = groups
    self.capabilities = capabilities
  }

  /// This process's.
  public static var current: Credentials {
    var groups: [UInt32] = []
    let count = getgroups(0, nil)
    if count > 0 {
      groups = [UInt32](repeating: 0, count: Int(count))
      groups.removeLast(groups.count - max(0, Int(getgroups(count, &groups))))
    }
    return Credentials(
      uid: geteuid(), gid: getegid(), groups: groups, capabilities: .effective)
  }
}
