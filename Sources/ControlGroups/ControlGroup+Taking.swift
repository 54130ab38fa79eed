import Kernel

/// Groups that processes come into while they run.
extension ControlGroup {
  /// Moves processes into it, until a look at the list finds all of them there: in a frozen group
  /// those that have come make no more.
  ///
  /// A number may go to somebody else between the look and the move. Who is frozen keeps its own, so
  /// that another look tells: who is not on the list is given back.
  ///
  /// - Throws: what refuses a move; EBUSY when there are always new ones.
  public func take(_ list: () -> [Int32]) throws(KernelError) {
    for _ in 0..<1000 {
      // In each of its hierarchies: one may have come later than the others.
      let inside =
        directories.map { Set($0.allProcesses) }.reduce(nil) { all, some in
          all?.intersection(some) ?? some
        } ?? Set<Int32>()
      let outside = list().filter { !inside.contains($0) && !ProcessList.hasEnded($0) }
      if outside.isEmpty { return }
      for pid in outside { try move(pid, to: directories.map(\.path)) }
      let known = Set(list())
      for pid in outside where !known.contains(pid) { try move(pid, to: above) }
    }
    throw KernelError("move processes into \(processFiles[0])", .resourceBusy)
  }

  private var above: [String] { directories.map { $0.path + "/.." } }

  private func move(_ pid: Int32, to groups: [String]) throws(KernelError) {
    for group in groups { try GroupDirectory.move(pid, to: group) }
  }
}
