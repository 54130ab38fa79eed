import Glibc

/// Clocks, see clock_gettime(2).
package enum Clock {
  /// Nanoseconds since some moment in the past; never goes back.
  package static var monotonic: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Of the calendar.
  package static var secondsSinceEpoch: Int { time(nil) }

  /// The moment that many nanoseconds from now, or the end of time.
  package static func deadline(after nanoseconds: Int) -> Int {
    let (sum, overflow) = monotonic.addingReportingOverflow(nanoseconds)
    return overflow ? .max : sum
  }
}
