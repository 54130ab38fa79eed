import CLaunch
import Glibc
import SystemPackage

/// Waiting for several things at once. See ppoll(2).
package enum Poll {
  /// What ended the waiting.
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
  /// - Throws: EINVAL for more descriptors than may be open, ENOMEM.
  package static func wait(
    for descriptors: [Int32], writing: Int32? = nil, nanoseconds: Int? = nil
  ) throws(KernelError) -> Outcome {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let writing { entries.append(pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)) }
    do throws(KernelError) {
      let ready = try rawCall("poll \(descriptors.count) descriptors", retryOnInterrupt: false) {
        cl_poll(&entries, Int32(entries.count), Int64(nanoseconds ?? -1))
      }
      if ready == 0 { return .timedOut }
    } catch {
      if error.errno == .interrupted { return .interrupted }
      throw error
    }
    return .ready(descriptors.indices.filter { entries[$0].revents != 0 })
  }
}
