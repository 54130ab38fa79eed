import ControlGroups
import Kernel
import Sandbox

/// Whether this host can limit a resource, tried as far as it can be: who may make groups where is a
/// matter of many files.
package enum LimitProbe {
  /// Tries it, in a group that is removed again.
  package static func canLimit(_ resource: Resource, by maker: GroupMaker, on host: Host) -> Bool {
    guard let controller = resource.controller else {
      // A namespace of its own is all it needs.
      return host.can(.systemAdmin) || NamespaceProbe.canClone(CloneFlag.newUser)
    }
    guard let version = GroupManager.version(of: controller),
      let group = try? maker.manager().makeGroup(for: [controller])
    else { return false }
    defer { try? group.remove() }
    return sample(resource).writes(version: version).allSatisfy { group.accepts($0) }
  }

  /// A limit that limits nothing, or little, of a group that nobody is in.
  private static func sample(_ resource: Resource) -> Limit {
    switch resource {
    case .ioWeight, .cpuWeight: Limit(resource, .amount(100))
    case .notifyOnRelease: Limit(resource, .flag(false))
    case .devices: Limit(resource, .devices([]))
    default: Limit(resource, nil)
    }
  }
}
