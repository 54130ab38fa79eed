import CLaunch
import Glibc
import SystemPackage

/// Signals that come to cloche: noted by a handler that does nothing else, and taken when it suits.
package enum Signals {
  /// Notes a signal from now on instead of letting it act.
  ///
  /// - Parameter evenIfIgnored: also where cloche was started with it ignored, as nohup(1) does.
  package static func note(_ signal: Signal, evenIfIgnored: Bool = false) {
    _ = cl_signal_note(signal.number, evenIfIgnored ? 1 : 0)
  }

  /// Notes every signal that would end this process, but for its own faults.
  package static func noteDeadly() { cl_signals_note_deadly() }

  /// Gives a signal its default action back. See sigaction(2).
  /// Lets a signal act again that was noted. What came ignored stays so.
  package static func forget(_ signal: Signal) { _ = cl_signal_forget(signal.number) }

  private static func setDefault(_ signal: Signal) { _ = cl_signal_default(signal.number) }

  /// Whether one waits to be taken. No system call.
  package static var isWaiting: Bool { cl_signal_waits() != 0 }

  /// The lowest noted one.
  package static func take() -> Signal? {
    let number = cl_signal_take()
    return number == 0 ? nil : Signal(number)
  }

  /// Whether one was noted, which is then taken.
  package static func take(_ signal: Signal) -> Bool { cl_signal_take_one(signal.number) != 0 }

  /// Bits of the signals that this process ignores, bit 0 for signal 1.
  package static var ignored: UInt64 { cl_signals_ignored() }

  /// Ends this process by a signal's default action.
  package static func die(of signal: Signal) -> Never {
    setDefault(signal)
    _ = cl_signal_raise(signal.number)
    // Only a signal without a deadly default comes back.
    Process.exit(128 + signal.number)
  }
}
