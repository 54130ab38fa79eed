import Kernel
import Sandbox

/// The control groups of one sandbox, as long as it: those of its limits, and the one that it is
/// frozen in.
package final class SandboxGroups: Holdings {
  /// The group of its limits first. There are two only where others have removed that one, and the
  /// sandbox was frozen since.
  package private(set) var all: [HeldGroup] = []
  /// Finds the processes of the sandbox, the first one first.
  package var processes: () -> [Int32] = { [] }
  /// The group in which they stand still.
  var frozen: HeldGroup?
  private let maker: GroupMaker

  /// No group yet: the first limit, or `freeze`, makes one.
  package init(_ maker: GroupMaker) { self.maker = maker }

  /// - Throws: ENOENT where there is no group.
  func required() throws(KernelError) -> HeldGroup {
    if let first = all.first { return first }
    throw KernelError("find the control group of the sandbox", .noSuchFileOrDirectory)
  }

  /// Makes a group for processes that come later.
  func make(for controllers: [String]) throws(KernelError) {
    all.append(HeldGroup(try maker.manager().makeGroup(for: controllers), controllers))
  }

  /// Gives the group the controllers that it lacks, or makes it where there is none. The processes
  /// that run already are not in what is new (see `TakeProcesses`).
  func extend(by controllers: [String]) throws(KernelError) {
    guard let held = all.first else { return try makeForRunning(controllers) }
    try held.requireAll()
    try orAbandon { () throws(KernelError) in
      try maker.manager().extend(held.group, by: controllers)
    }
    held.add(controllers)
  }

  /// Makes one for processes that are moved in later.
  func makeForRunning(_ controllers: [String]) throws(KernelError) {
    let group = try maker.manager().makeGroup(for: controllers, isForRunning: true)
    all.append(HeldGroup(group, controllers))
  }

  /// Does a part of a change. Where that is refused the group is as it was, or gone: one that nobody
  /// is in would be frozen, and counted, to no effect.
  func orAbandon(_ part: () throws(KernelError) -> Void) throws(KernelError) {
    do throws(KernelError) {
      try part()
    } catch {
      abandon()
      throw error
    }
  }

  /// Takes back what was made for a change that could not be finished.
  func abandon() {
    for held in all { held.abandon() }
    all.removeAll { $0.group.isGone }
  }

  /// Takes them down, the last first, when no process is left inside.
  ///
  /// - Parameter report: is told why one could not be removed.
  package func release(_ report: (KernelError) -> Void) {
    for held in all.reversed() {
      do throws(KernelError) {
        try held.release()
      } catch {
        report(error)
      }
    }
    all = []
  }
}
