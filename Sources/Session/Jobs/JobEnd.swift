import Kernel
import Language

/// The end of a job: when it is due, and how it came out.
struct JobEnd {
  /// How a launch came out.
  enum Outcome {
    case status(Int32)
    /// The program never ran, or its time was up.
    case refused(Diagnostic)
  }

  /// What is to be done with a program whose time is up.
  enum Demand {
    case ask
    case force
  }

  /// A second.
  static let standardGrace = 1_000_000_000

  var record: JobRecord
  /// Once it has ended and everything of it is taken down.
  var outcome: Outcome?
  /// On the monotonic clock: then it is asked to end, and made to when the grace is over.
  var deadline: Int?
  /// Nanoseconds between SIGTERM and SIGKILL.
  var grace = JobEnd.standardGrace
  /// What the program starts in a box, where its time is limited and its end does not end that.
  var offspring: BoxOffspring?

  init(of program: [Bytes]) { record = JobRecord(program: program) }

  /// What is due now, which is then due no more.
  mutating func takeDemand() -> Demand? {
    guard let due = deadline, Clock.monotonic >= due else { return nil }
    guard record.reason != .timedOut else {
      deadline = nil
      return .force
    }
    record.reason = .timedOut
    deadline = Clock.deadline(after: grace)
    return .ask
  }

  /// Takes note of the status that it ended with.
  mutating func note(_ status: WaitStatus) {
    record.status = status.code
    record.signal = status.signal
    if record.reason == .exited, status.signal != nil { record.reason = .killed }
  }

  /// Takes note of what its limits have done and counted, before they are taken down.
  mutating func note(_ limits: JobLimits, withCounters: Bool) {
    record.troubles += limits.troubles
    for group in limits.allGroups {
      record.storedLimits.merge(group.storedLimits) { _, new in new }
      guard withCounters else { continue }
      for name in group.counterNames { record.counters[name] = group.counter(name) }
    }
    if record.reason == .killed, record.signal == .kill, record.troubles.first?.isDeadly == true {
      record.reason = .outOfMemory
    }
  }
}
