import Kernel

/// How the processes of a sandbox are made to stand still, and to go on.
extension SandboxGroups {
  /// They stand still.
  package var isFrozen: Bool { frozen != nil }

  /// Stops every process where it is. A sandbox without a group that can be frozen gets one, and its
  /// processes are moved there.
  ///
  /// - Throws: why there can be no such group, or ETIMEDOUT when a process does not stop; then nothing
  ///   stands still.
  package func freeze() throws(KernelError) {
    if let held = all.first(where: { $0.group.canFreeze }) {
      try held.group.freeze()
      frozen = held
      return
    }
    let controllers = ["freezer"]
    if let first = all.first, !first.group.isLost {
      try extend(by: controllers)
      try freezeEmpty(first)
    } else {
      try makeForRunning(controllers)
      if let last = all.last { try freezeEmpty(last) }
    }
  }

  /// Frozen before anybody is in it: who has been moved makes no more processes.
  private func freezeEmpty(_ held: HeldGroup) throws(KernelError) {
    do throws(KernelError) {
      try held.group.freeze()
      try held.group.take(processes)
    } catch {
      try? held.group.thaw()
      abandon()
      throw error
    }
    frozen = held
  }

  /// Lets them go on. Where nothing stands still that is all.
  ///
  /// - Throws: what writing to the freezer said; then they stand still as before.
  package func thaw() throws(KernelError) {
    if let frozen, !frozen.isLost { try frozen.group.thaw() }
    frozen = nil
  }
}
