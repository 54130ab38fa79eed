import CControlGroup
import Glibc
import Kernel

/// libcgroup: where the controllers are, and their files.
///
/// Its own creation, deletion and attaching are not used: it creates like mkdir -p, moves the
/// processes of a group that it deletes out of their limits, and attaches single threads on v1.
struct LibCgroup: Sendable {
  /// A controller and where it is mounted.
  package struct Mounted: Sendable, Equatable {
    let controller: String
    let hierarchy: Hierarchy
    /// Part of every group, with nothing to switch on.
    var isInEveryGroup = false
  }

  let controllers: [Mounted]

  /// ECGROUPNOTMOUNTED: no controller is mounted, which is an answer and no failure.
  private static let notMounted: Int32 = 50001

  /// Read once: a second initialization of the library races with the first.
  static let shared: Result<LibCgroup, KernelError> = {
    do throws(KernelError) { return .success(try LibCgroup()) } catch { return .failure(error) }
  }()

  private init() throws(KernelError) {
    let status = ccg_init()
    // libcgroup does not say which part of a hierarchy a mount shows. Of the same moment as what it
    // says itself: neither is read again.
    let mounts = MountTable.current?.mounts ?? []
    if status == Self.notMounted {
      controllers = Self.inEveryGroup(beside: [], mounts)
      return
    }
    if status != 0 { throw Self.error("read the mounts of control groups", status, 0) }
    var entries = [ccg_controller](repeating: ccg_controller(), count: 64)
    let count = min(Int(ccg_controllers(&entries, 64)), 64)
    var found: [Mounted] = []
    for entry in entries.prefix(count) {
      let (name, mount) = (Self.text(entry.name), Self.text(entry.mount))
      let hierarchy =
        found.first { $0.hierarchy.mount == mount }?.hierarchy
        ?? Hierarchy(
          version: Int(entry.version), mount: mount,
          root: mounts.last { $0.point == mount }?.root ?? "/", controller: name)
      found.append(Mounted(controller: name, hierarchy: hierarchy))
    }
    controllers = found + Self.inEveryGroup(beside: found, mounts)
  }

  /// What every group can do where it is no controller's work. libcgroup knows nothing of it, nor of
  /// a v2 hierarchy without controllers.
  private static func inEveryGroup(
    beside found: [Mounted], _ mounts: [MountTable.Mount]
  ) -> [Mounted] {
    var others: [Mounted] = []
    if let mount = mounts.first(where: { $0.type == "cgroup2" }) {
      let hierarchy = Hierarchy(version: 2, mount: mount.point, root: mount.root, controller: "")
      for name in Controller.inEveryGroup where !found.contains(where: { $0.controller == name }) {
        others.append(Mounted(controller: name, hierarchy: hierarchy, isInEveryGroup: true))
      }
    }
    if let first = found.first(where: { $0.hierarchy.version == 1 }) {
      others.append(
        Mounted(
          controller: Controller.anyOfVersion1, hierarchy: first.hierarchy, isInEveryGroup: true))
    }
    return others
  }

  /// Where a controller is, by its name on v2, or nil.
  func mounted(_ controller: String) -> Mounted? {
    let old = Controller.version1(controller)
    return controllers.first { $0.controller == controller }
      ?? controllers.first { $0.controller == old }
  }

  /// Writes one value of a group, whose path is relative to its controller's mount.
  func write(
    _ value: String, to file: String, of controller: String, group: String, path: String
  ) throws(KernelError) {
    var errno: Int32 = 0
    let status = ccg_write(controller, group, file, value, &errno)
    guard status == 0 else {
      throw Self.error(
        "write \(path)/\(file) \"\(value)\"", status, errno, file: "\(path)/\(file)")
    }
  }

  private static func error(
    _ operation: String, _ status: Int32, _ errno: Int32, file: String? = nil
  ) -> KernelError {
    if errno != 0 { return KernelError(operation, Errno(rawValue: errno)) }
    // libcgroup keeps no errno of a file that it could not open: ask why it cannot be.
    if let file, access(file, W_OK) != 0 {
      return KernelError(operation, Errno(rawValue: Glibc.errno))
    }
    let words = String(cString: ccg_message(status))
    return KernelError("\(operation) (libcgroup: \(words))", .ioError)
  }

  private static func text(_ characters: some Any) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
