import Glibc
import Kernel

/// The control groups of one cloche: finds the places, makes the groups, and puts all back.
package final class GroupManager {
  private let library: LibCgroup
  /// By the mount of their hierarchy.
  private var bases: [String: GroupBase] = [:]
  private var hasSwept = false

  package init() throws(KernelError) {
    library = try LibCgroup.shared.get()
  }

  /// 1 or 2 where a controller is mounted, else nil.
  package static func version(of controller: String) -> Int? {
    guard case .success(let library) = LibCgroup.shared else { return nil }
    return library.mounted(controller)?.version
  }

  /// Makes a group that has all the controllers: a directory in each hierarchy that they are in.
  ///
  /// With `freezer` among them it can be frozen on v1 too. The group belongs to this process as long
  /// as it lives; another cloche removes what is left of a dead one.
  ///
  /// - Parameter isForRunning: its processes run already, and are moved in later (see `take`).
  package func makeGroup(
    for controllers: [String], isForRunning: Bool = false
  ) throws(KernelError) -> ControlGroup {
    let bases = try self.bases(for: controllers)
    // The same number everywhere.
    return try firstFree { (name) throws(KernelError) in
      var directories: [GroupDirectory] = []
      do throws(KernelError) {
        for base in bases {
          directories.append(
            try GroupDirectory(making: base.inner(name), in: base.hierarchy))
        }
        return ControlGroup(
          library: library, directories: directories, isSettled: !isForRunning)
      } catch {
        for directory in directories { try? directory.remove() }
        throw error
      }
    }
  }

  /// Gives a group the controllers that it lacks: on v2 they are switched on for it, on v1 it gets a
  /// directory in their hierarchies, in which nobody is yet (see `take`, and `abandon` where it can not
  /// be done).
  package func extend(_ group: ControlGroup, by controllers: [String]) throws(KernelError) {
    let bases = try self.bases(for: controllers)
    for base in bases where !group.isIn(base.hierarchy) {
      group.add(
        try firstFree { (name) throws(KernelError) in
          try GroupDirectory(making: base.inner(name), in: base.hierarchy)
        })
    }
  }

  /// The first number that is free; making a directory is what reserves it.
  private func firstFree<Made>(
    _ make: (String) throws(KernelError) -> Made
  ) throws(KernelError) -> Made {
    for number in 1... {
      do throws(KernelError) {
        return try make("cloche-\(getpid())-\(number)")
      } catch {
        guard error.errno == .fileExists else { throw error }
      }
    }
    throw KernelError("number a control group", .noSpace)
  }

  private func bases(for controllers: [String]) throws(KernelError) -> [GroupBase] {
    sweepOnce()
    var found: [LibCgroup.Mounted] = []
    for controller in controllers {
      guard let mounted = library.mounted(controller) else {
        throw KernelError("find the controller \(controller)", .noSuchFileOrDirectory)
      }
      found.append(mounted)
    }
    var bases: [GroupBase] = []
    for (index, mounted) in found.enumerated()
    where !found[..<index].contains(where: { $0.mount == mounted.mount }) {
      let together = found.filter { $0.mount == mounted.mount && !$0.isInEveryGroup }
      bases.append(try base(mounted, together.map(\.controller)))
    }
    return bases
  }

  /// The base of a hierarchy, with all the controllers that are needed there: not every group that
  /// has one has the others too.
  private func base(
    _ mounted: LibCgroup.Mounted, _ controllers: [String]
  ) throws(KernelError) -> GroupBase {
    if let base = bases[mounted.mount] {
      if mounted.version == 2 { try base.enable(controllers) }
      return base
    }
    let base = try GroupBase.prepare(Hierarchy(mounted), controllers: controllers)
    bases[mounted.mount] = base
    return base
  }

  /// Removes what cloches that were killed have left, in every hierarchy.
  private func sweepOnce() {
    guard !hasSwept else { return }
    hasSwept = true
    Self.removeLeftovers()
  }

  /// Puts back what was changed. Called when no group is left.
  package func restore() throws(KernelError) {
    for base in bases.values { try base.restore() }
    bases = [:]
  }

  /// A file of the group of a controller that cloche is in.
  package static func ownValue(of file: String, controller: String) -> String? {
    SmallFile.line(FilePath("\(ownPath(of: controller))/\(file)"))
  }

  /// The group of a controller that cloche is in, as a path.
  package static func ownPath(of controller: String) -> String {
    guard case .success(let library) = LibCgroup.shared, let mounted = library.mounted(controller)
    else { return controller }
    let hierarchy = Hierarchy(mounted)
    return hierarchy.path(hierarchy.own ?? "/")
  }

  /// Where the next group of a controller will be, as far as that can be told beforehand.
  package static func expectedPath(of controller: String) -> String {
    "\(ownPath(of: controller))/cloche-\(getpid())-1"
  }
}
