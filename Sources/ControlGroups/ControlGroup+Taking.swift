import Kernel

/// Groups that processes come into while they run.
extension ControlGroup {
  /// Moves processes into it, until a look at the list finds all of them there: in a frozen group
  /// those that have come make no more.
  ///
  /// - Throws: what refuses a move; EBUSY when there are always new ones.
  public func take(_ list: () -> [Int32]) throws(KernelError) {
    for _ in 0..<1000 {
      let inside = Set(processes)
      let outside = list().filter { !inside.contains($0) }
      if outside.isEmpty { return }
      for pid in outside {
        for file in processFiles {
          do throws(KernelError) {
            try SmallFile.write(Array(String(pid).utf8), to: FilePath(file))
          } catch {
            // It has ended meanwhile.
            guard error.errno == .noSuchProcess else { throw error }
          }
        }
      }
    }
    throw KernelError("move processes into \(processFiles[0])", .resourceBusy)
  }

  /// Gives its processes back to the groups above, and removes it.
  public func letGo() throws(KernelError) {
    for directory in directories {
      let above = FilePath(directory.path + "/../cgroup.procs")
      for pid in directory.allProcesses {
        try? SmallFile.write(Array(String(pid).utf8), to: above)
      }
    }
    try remove()
  }
}
