import Kernel

/// A hierarchy of control groups as this process sees it, with the group that it is in itself.
package struct Hierarchy: Sendable, Equatable {
  /// 1 or 2.
  package let version: Int
  /// Where it is mounted.
  package let mount: String
  /// This process's group, relative to the mount: `/` or `/user.slice/...`; nil where it lies
  /// outside of what is mounted.
  package let own: String?

  /// By which it is found in /proc/self/cgroup; empty for version 2.
  private let controller: String

  /// The absolute path of a group.
  package func path(_ group: String) -> String { group == "/" ? mount : mount + group }

  /// The hierarchy that a controller is mounted in.
  init(_ mounted: LibCgroup.Mounted) {
    self.init(
      mounted.version, mounted.mount, mounted.version == 2 ? "" : Self.controller(at: mounted))
  }

  /// With the group that this process is in by now.
  var now: Hierarchy { Hierarchy(version, mount, controller) }

  private init(_ version: Int, _ mount: String, _ controller: String) {
    self.version = version
    self.mount = mount
    self.controller = controller
    own = Self.ownGroup(controller: controller, mount: mount)
  }

  /// A v1 hierarchy is known by any of its controllers.
  private static func controller(at mounted: LibCgroup.Mounted) -> String {
    guard mounted.isInEveryGroup, case .success(let library) = LibCgroup.shared else {
      return mounted.controller
    }
    return library.controllers.first { $0.mount == mounted.mount }?.controller ?? ""
  }

  /// Where the first file system of a type is mounted.
  static func mount(ofType type: String) -> String? {
    let lines = (SmallFile.line("/proc/self/mountinfo") ?? "").split(separator: "\n")
    for fields in lines.map({ $0.split(separator: " ") }) {
      guard let separator = fields.firstIndex(of: "-"), fields.indices.contains(separator + 1)
      else { continue }
      if fields[separator + 1] == Substring(type) { return String(fields[4]) }
    }
    return nil
  }

  /// From /proc/self/cgroup, minus the part of the hierarchy above what is mounted. See cgroups(7).
  private static func ownGroup(controller: String, mount: String) -> String? {
    let lines = (SmallFile.line("/proc/self/cgroup") ?? "").split(separator: "\n")
    let rows = lines.map {
      $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }
    // The v2 line has no controllers and the number 0.
    let line = rows.first { fields in
      guard fields.count == 3 else { return false }
      if controller.isEmpty { return fields[0] == "0" }
      return fields[1].split(separator: ",").contains(Substring(controller))
    }
    guard let path = line.map({ String($0[2]) }), !path.hasPrefix("/..") else { return nil }
    let root = mountRoot(mount) ?? "/"
    if root == "/" { return path }
    guard path == root || path.hasPrefix(root + "/") else { return nil }
    let rest = String(path.dropFirst(root.count))
    return rest.isEmpty ? "/" : rest
  }

  /// Which part of a hierarchy a mount shows: the fourth field of mountinfo. See proc(5).
  private static func mountRoot(_ mount: String) -> String? {
    let lines = (SmallFile.line("/proc/self/mountinfo") ?? "").split(separator: "\n")
    let fields = lines.map { $0.split(separator: " ") }.last { $0.count > 4 && $0[4] == mount }
    return fields.map { String($0[3]) }
  }
}
