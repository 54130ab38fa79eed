import Glibc
import Kernel

/// What can be done to the processes of a group, all of them at once.
extension ControlGroup {
  /// Nobody is in it, nor in a group below.
  package var isEmpty: Bool { directories.allSatisfy { $0.isEmpty } }

  /// Those of its directories that others have removed.
  package var lostPaths: [String] { directories.filter(\.isLost).map(\.path) }

  /// It has been given up, and no directory of it is left.
  package var isGone: Bool { directories.isEmpty }

  /// Others have removed all of it: nothing is limited or counted any more.
  package var isLost: Bool { lostPaths.count == directories.count }

  /// The processes in it and in groups below, as cloche sees their numbers.
  package var processes: [Int32] {
    Set(directories.flatMap { $0.allProcesses }).sorted()
  }

  /// It can be frozen: always on v2; on v1 it has to be made with the controller `freezer`. Not where
  /// others have removed it.
  package var canFreeze: Bool { freezer.map { !$0.isLost } ?? false }

  private var freezer: GroupDirectory? { directory(of: "freezer") }

  /// Stops every process, and returns when all of them have stopped.
  ///
  /// - Throws: ENOENT where it cannot be frozen, ETIMEDOUT when one does not stop, as in an
  ///   uninterruptible sleep; then it is thawed again.
  package func freeze() throws(KernelError) {
    guard let freezer else {
      throw KernelError("find the group of freezer", .noSuchFileOrDirectory)
    }
    do throws(KernelError) {
      try freezer.setFrozen(true)
    } catch {
      try? freezer.setFrozen(false)
      throw error
    }
  }

  /// Lets them go on.
  package func thaw() throws(KernelError) {
    guard let freezer else {
      throw KernelError("find the group of freezer", .noSuchFileOrDirectory)
    }
    try freezer.setFrozen(false)
  }

  /// Kills every process, frozen ones too, and returns when all are gone.
  ///
  /// - Throws: EBUSY when one is not gone after five seconds.
  package func kill() throws(KernelError) {
    for directory in GroupDirectory.freezersFirst(directories) { try directory.empty() }
  }

  /// Changes one limit of a group that is in use; no value lifts it.
  ///
  /// - Parameter others: its other limits, which stay: memory and swap share a file on v1.
  /// - Throws: ENOENT where the group was made without the controller, or is gone; EBUSY where v1
  ///   cannot take back memory that is in use. Then all is as it was.
  package func set(_ limit: Limit, beside others: [Limit] = []) throws(KernelError) {
    guard let controller = limit.resource.controller else { return }
    let version = library.mounted(controller)?.hierarchy.version ?? 2
    var writes = limit.writes(version: version, beside: others, isNew: false)
    let swap = others.first { $0.resource == .swap }
    if version == 1, limit.resource == .memory, let swap {
      // Neither file may cross the other on the way: the sum is raised first and lowered last.
      let sum = swap.writes(version: 1, beside: [limit], isNew: false)
      let isRaised = (limit.amount ?? .max) > (number("memory.limit_in_bytes") ?? .max)
      writes = isRaised ? sum + writes : writes + sum
    }
    var former: [FormerValue] = []
    do throws(KernelError) {
      for write in writes {
        former += formerValues(of: write)
        try set(write)
      }
    } catch {
      for value in former.reversed() { value.putBack() }
      throw error
    }
  }

  private func number(_ file: String) -> Int? {
    directory(of: "memory").flatMap { SmallFile.number(FilePath("\($0.path)/\(file)")) }
  }

  /// What the kernel has stored of a limit, in one line; nil where it cannot be read.
  package func stored(_ limit: Limit, beside others: [Limit] = []) -> String? {
    guard let controller = limit.resource.controller else { return nil }
    let version = library.mounted(controller)?.hierarchy.version ?? 2
    let values = limit.writes(version: version, beside: others).compactMap { stored($0) }
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}
