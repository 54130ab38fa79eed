import Glibc

/// How a process ended, as wait4(2) tells it.
package struct WaitStatus: Sendable, Equatable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// Takes the next change of state of a child; one that has ended is reaped. See wait4(2).
  ///
  /// - Parameter options: WNOHANG, WUNTRACED, WCONTINUED.
  /// - Returns: what the kernel stored, which may be no end; nil where nothing has changed yet.
  /// - Throws: ECHILD where it is no child of this process.
  static func change(
    of child: Int32, options: Int32, retryOnInterrupt: Bool
  ) throws(KernelError) -> Int32? {
    var status: Int32 = 0
    let changed = try call("wait for process \(child)", retryOnInterrupt: retryOnInterrupt) {
      wait4(child, &status, options, nil)
    }
    return changed == child ? status : nil
  }

  /// The signal that killed it, or nil.
  package var signal: Signal? {
    let number = rawValue & 0x7f
    return number != 0 && number != 0x7f ? Signal(number) : nil
  }

  /// As a shell puts it: the exit status, or 128 and the signal's number.
  package var code: Int32 { signal.map { 128 + $0.number } ?? rawValue >> 8 & 0xff }
}
