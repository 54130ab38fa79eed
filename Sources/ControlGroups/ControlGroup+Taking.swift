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
  package func take(_ list: () -> [Int32]) throws(KernelError) {
    for _ in 0..<1000 {
      // In each of its hierarchies: one may have come later than the others.
      let inside =
        directories.map { Set($0.allProcesses) }.reduce(nil) { all, some in
          all?.intersection(some) ?? some
        } ?? Set<Int32>()
      let outside = list().filter { !inside.contains($0) && !ProcessList.hasEnded($0) }
      if outside.isEmpty { return settle() }
      for pid in outside { try move(pid, to: directories.map(\.innerPath)) }
      let known = Set(list())
      let strangers = outside.filter { !known.contains($0) }
      if strangers.isEmpty { continue }
      let own = OwnGroups(library)
      for pid in strangers {
        for directory in directories { try giveBack(pid, of: directory, to: own) }
      }
    }
    throw KernelError("move processes into \(processFiles[0])", .resourceBusy)
  }

  /// Takes back what was made for processes that could not all be taken: they are let out again,
  /// without harm, and the directories removed. Those that they were in before stay.
  package func abandon() {
    for directory in unsettled {
      // Again, for those that are born meanwhile.
      for _ in 0..<1000 where !directory.isEmpty {
        let own = OwnGroups(library)
        for pid in directory.allProcesses { try? giveBack(pid, of: directory, to: own) }
      }
      // Kept where somebody cannot leave: to remove it would kill him.
      guard directory.isEmpty, (try? directory.remove()) != nil else { continue }
      drop(directory)
    }
  }

  /// To where cloche is itself: what it starts is there, unless it has a group of its own. The group
  /// above may be none that processes can be in.
  private func giveBack(
    _ pid: Int32, of directory: GroupDirectory, to own: OwnGroups
  ) throws(KernelError) {
    try GroupDirectory.move(pid, to: own.path(in: directory.hierarchy))
  }

  private func move(_ pid: Int32, to groups: [String]) throws(KernelError) {
    for group in groups { try GroupDirectory.move(pid, to: group) }
  }
}
