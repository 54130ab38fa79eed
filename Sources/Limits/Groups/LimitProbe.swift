import ControlGroups
import Kernel
import Sandbox

/// Whether this host can limit a resource, tried as far as it can be: who may make groups where is a
/// matter of many files.
package enum LimitProbe {
  /// Tries it, in a group that is removed again.
  ///
  /// - Returns: why it cannot, with what gives it; nil where it can.
  package static func refusal(
    of resource: Resource, by maker: GroupMaker, on host: Host
  ) -> Explanation? {
    guard let controller = resource.controller else {
      // A namespace of its own is all it needs.
      let can = host.can(.systemAdmin) || NamespaceProbe.canClone(CloneFlag.newUser)
      return can ? nil : Explanation(.notDelegated, fix: ["run cloche as root"])
    }
    guard let version = GroupManager.version(of: controller) else {
      return Explanation(.controllerMissing, fix: ["a mount of cgroups that has \(controller)"])
    }
    do throws(KernelError) {
      let group = try maker.manager().makeGroup(for: [controller])
      defer { try? group.remove() }
      for write in sample(resource).writes(version: version) { try group.set(write) }
      return nil
    } catch {
      let refusal = Refusal(
        call: nil, errno: error.errno, context: Context(), host: host, origin: nil)
      return LimitCauses(controllers: [controller]).explain(refusal)
    }
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
