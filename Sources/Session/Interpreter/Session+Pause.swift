import Kernel
import Language

extension Session {
  /// Waits until someone at the terminal presses Enter or ends the input, or an interruption has
  /// come. Jobs are looked after meanwhile. Where nobody sits at a terminal it is over at once.
  ///
  /// - Returns: whether someone answered.
  package func waitForEnter() -> Bool {
    guard Descriptors.isTerminal(.standardInput) else { return false }
    while interruption == nil {
      let outcome = turn(
        watching: [0], nanoseconds: settings.deadline.map { max(0, $0 - Clock.monotonic) })
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
