/// How a process ended, as wait4(2) tells it.
package struct WaitStatus: Sendable, Equatable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The signal that killed it, or nil.
  package var signal: Signal? {
    let number = rawValue & 0x7f
    return number != 0 && number != 0x7f ? Signal(number) : nil
  }

  /// A core was dumped.
  package var dumpedCore: Bool { signal != nil && rawValue & 0x80 != 0 }

  /// As a shell puts it: the exit status, or 128 and the signal's number.
  package var code: Int32 { signal.map { 128 + $0.number } ?? rawValue >> 8 & 0xff }
}
