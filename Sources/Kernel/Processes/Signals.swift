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

  package static func setDefault(_ signal: Signal) { _ = cl_signal_default(signal.number) }

  package static func ignore(_ signal: Signal) { _ = cl_signal_ignore(signal.number) }

  /// Whether one waits to be taken. No system call.
  package static var isWaiting: Bool { cl_signal_waits() != 0 }

  /// The lowest noted one.
  package static func take() -> Signal? {
    let number = cl_signal_take()
    return number == 0 ? nil : Signal(number)
  }

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

/// This process.
package enum Process {
  /// Stops all of its process group, as ^Z does; returns when it goes on. Nothing happens where
  /// nobody could make it go on.
  package static func stopGroup() { _ = kill(0, SIGTSTP) }

  /// Ends it at once: no exit handlers, nothing of cloche's is left to them.
  package static func exit(_ status: Int32) -> Never {
    while true {
      _ = cl_call(Int(SYS_exit_group), UInt64(bitPattern: Int64(status)), 0, 0, 0, 0, 0)
    }
  }
}

/// Waiting for several things at once. See ppoll(2).
package enum Poll {
  package enum Outcome {
    /// The descriptors that are ready, as indices.
    case ready([Int])
    case timedOut
    /// A signal was noted.
    case interrupted
  }

  /// Whether there is something to read, or the end, now: whatever signal may wait.
  package static func canRead(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) == 1
  }

  /// Waits until a descriptor can be read without blocking, or for a signal.
  ///
  /// - Parameters:
  ///   - writing: also until this one can be written; it has no index of its own.
  ///   - nanoseconds: how long at most; nil for ever.
  package static func wait(
    for descriptors: [Int32], writing: Int32? = nil, nanoseconds: Int? = nil
  ) throws(KernelError) -> Outcome {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let writing { entries.append(pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)) }
    let result = cl_poll(&entries, Int32(entries.count), Int64(nanoseconds ?? -1))
    if result == -EINTR { return .interrupted }
    _ = try checked(Int(result), "poll \(descriptors.count) descriptors")
    if result == 0 { return .timedOut }
    return .ready(descriptors.indices.filter { entries[$0].revents != 0 })
  }
}
