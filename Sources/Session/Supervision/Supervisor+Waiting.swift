import Kernel

// Waiting for something that is not the end of a job, while the jobs go on.

extension Supervisor {
  /// Takes turns until something is so, or an interruption has come.
  ///
  /// - Parameter others: descriptors that tell of it.
  func wait(watching others: [Int32] = [], until isSo: () -> Bool) {
    while !isSo(), !isInterrupted {
      _ = turn(watching: others, nanoseconds: surroundings.remaining)
      takeInterruption()
    }
  }

  /// Waits some time while the jobs go on. False when it was interrupted.
  package func pause(nanoseconds: Int) -> Bool {
    let end = Clock.deadline(after: nanoseconds)
    while !isInterrupted {
      let remaining = end - Clock.monotonic
      if remaining <= 0 { return true }
      _ = turn(nanoseconds: remaining)
      takeInterruption()
    }
    return false
  }

  /// Waits until someone at the terminal presses Enter or ends the input, or an interruption has
  /// come. Jobs are looked after meanwhile. Where nobody sits at a terminal it is over at once.
  ///
  /// - Returns: whether someone answered.
  package func waitForEnter() -> Bool {
    guard Descriptors.isTerminal(.standardInput) else { return false }
    if terminal.takeTypedLine() { return true }
    while !isInterrupted {
      let outcome = turn(watching: [0], nanoseconds: surroundings.remaining)
      guard case .ready(let indices) = outcome else {
        takeInterruption()
        continue
      }
      guard !indices.isEmpty else { continue }
      // One byte at a time: what was typed behind the line is for others.
      let bytes = (try? Descriptors.read(.standardInput, room: 1)) ?? []
      if bytes.isEmpty || bytes == [UInt8(ascii: "\n")] { return true }
    }
    return false
  }
}
