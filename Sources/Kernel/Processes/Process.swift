import Glibc

/// This process.
package enum Process {
  /// Stops all of its process group, as ^Z does; returns when it goes on. Nothing happens where
  /// nobody could make it go on.
  package static func stopGroup() { try? Signal.terminalStop.send(to: 0) }

  /// Ends it at once: no exit handlers, nothing of cloche's is left to them. See exit_group(2).
  package static func exit(_ status: Int32) -> Never {
    while true { _ = SystemCall.exitGroup(UInt64(bitPattern: Int64(status))) }
  }
}
