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
    return library.mounted(controller)?.hierarchy.version
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
            try GroupDirectory(
              making: base.inner(name), in: base.hierarchy, holdsLimits: true))
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
  /// directory in their hierarchies, in which nobody is yet (see `take`, and `abandon` where it cannot
  /// be done).
  package func extend(_ group: ControlGroup, by controllers: [String]) throws(KernelError) {
    let bases = try self.bases(for: controllers)
    for base in bases where !group.isIn(base.hierarchy) {
      group.add(
        try firstFree { (name) throws(KernelError) in
          try GroupDirectory(making: base.inner(name), in: base.hierarchy, holdsLimits: true)
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

  /// The bases of the hierarchies that the controllers are in, each with all of its controllers: not
  /// every group that has one has the others too.
  private func bases(for controllers: [String]) throws(KernelError) -> [GroupBase] {
    // Read where a place is looked for. What was found stays the place, wherever cloche goes.
    lazy var own = OwnGroups(library)
    if !hasSwept {
      hasSwept = true
      Self.removeLeftovers(library, own)
    }
    let found = try controllers.map { (controller) throws(KernelError) in
      if let mounted = library.mounted(controller) { return mounted }
      throw KernelError("find the controller \(controller)", .noSuchFileOrDirectory)
    }
    var needed: [GroupBase] = []
    for (index, hierarchy) in found.map(\.hierarchy).enumerated()
    where !found[..<index].contains(where: { $0.hierarchy == hierarchy }) {
      let together = found.filter { $0.hierarchy == hierarchy && !$0.isInEveryGroup }
        .map(\.controller)
      if let base = bases[hierarchy.mount] {
        if hierarchy.version == 2 { try base.enable(together) }
        needed.append(base)
      } else {
        let base = try GroupBase.prepare(hierarchy, own, controllers: together)
        bases[hierarchy.mount] = base
        needed.append(base)
      }
    }
    return needed
  }

  /// Puts back what was changed. Called when no group is left.
  package func restore() throws(KernelError) {
    for base in bases.values { try base.restore() }
    bases = [:]
  }
}
