import Glibc
import Kernel

/// The control groups of one cloche: finds the places, makes the groups, and puts all back.
public final class GroupManager {
  private let library: LibCgroup
  /// By the mount of their hierarchy.
  private var bases: [String: GroupBase] = [:]

  public init() throws(KernelError) {
    library = try LibCgroup.shared.get()
  }

  /// 1 or 2 where a controller is mounted, else nil.
  public static func version(of controller: String) -> Int? {
    guard case .success(let library) = LibCgroup.shared else { return nil }
    return library.mounted(controller)?.version
  }

  /// Makes a group that has all the controllers: a directory in each hierarchy that they are in.
  public func makeGroup(for controllers: [String]) throws(KernelError) -> ControlGroup {
    let bases = try self.bases(for: controllers)
    // The first number that is free everywhere; making a directory is what reserves it.
    for number in 1... {
      var directories: [GroupDirectory] = []
      do throws(KernelError) {
        for base in bases {
          directories.append(
            try GroupDirectory(
              making: base.inner("cloche-\(getpid())-\(number)"), in: base.hierarchy))
        }
        return ControlGroup(library: library, directories: directories)
      } catch {
        for directory in directories { try? directory.remove() }
        guard error.errno == .fileExists else { throw error }
      }
    }
    throw KernelError("number a control group", .noSpace)
  }

  /// Whether a group with a controller can be made, by making one.
  public func canMakeGroup(for controller: String) -> Bool {
    guard let group = try? makeGroup(for: [controller]) else { return false }
    try? group.remove()
    return true
  }

  private func bases(for controllers: [String]) throws(KernelError) -> [GroupBase] {
    var found: [GroupBase] = []
    for controller in controllers {
      guard let mounted = library.mounted(controller) else {
        throw KernelError("find the controller \(controller)", .noSuchFileOrDirectory)
      }
      let base = try self.base(mounted)
      if !found.contains(where: { $0 === base }) { found.append(base) }
    }
    return found
  }

  private func base(_ mounted: LibCgroup.Mounted) throws(KernelError) -> GroupBase {
    if let base = bases[mounted.mount] {
      if mounted.version == 2 { try base.enable([mounted.controller]) }
      return base
    }
    let base = try GroupBase.prepare(Hierarchy(mounted), controllers: [mounted.controller])
    base.sweep()
    bases[mounted.mount] = base
    return base
  }

  /// Puts back what was changed. Called when no group is left.
  public func restore() throws(KernelError) {
    for base in bases.values { try base.restore() }
    bases = [:]
  }

  /// The group of a controller that cloche is in, as a path.
  public static func ownPath(of controller: String) -> String {
    guard case .success(let library) = LibCgroup.shared, let mounted = library.mounted(controller)
    else { return controller }
    let hierarchy = Hierarchy(mounted)
    return hierarchy.path(hierarchy.own ?? "/")
  }

  /// Where the next group of a controller will be, as far as that can be told beforehand.
  public static func expectedPath(of controller: String) -> String {
    "\(ownPath(of: controller))/cloche-\(getpid())-1"
  }
}
