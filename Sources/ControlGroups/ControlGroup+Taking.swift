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
      for pid in outside { try move(pid, to: processFiles) }
      let known = Set(list())
      for pid in outside where !known.contains(pid) { try move(pid, to: filesAbove) }
    }
    throw KernelError("move processes into \(processFiles[0])", .resourceBusy)
  }

  /// Gives its processes back to the groups above, and removes it.
  public func letGo() throws(KernelError) {
    for pid in processes { try? move(pid, to: filesAbove) }
    try remove()
  }

  private var filesAbove: [String] { directories.map { $0.path + "/../cgroup.procs" } }

  private func move(_ pid: Int32, to files: [String]) throws(KernelError) {
    for file in files {
      do throws(KernelError) {
        try SmallFile.write(Array(String(pid).utf8), to: FilePath(file))
      } catch {
        // It has ended meanwhile.
        guard error.errno == .noSuchProcess else { throw error }
      }
    }
  }
}
