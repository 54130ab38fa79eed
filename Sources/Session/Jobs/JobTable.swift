import Language
import Sandbox

/// The jobs of a session, by number.
package struct JobTable {
  /// Those that have not ended.
  package private(set) var running: [Job] = []
  /// Processes of cloche's own: those that are making boxes, and those that change them.
  private(set) var helpers: [Job] = []
  /// Those that ended in the background, which nobody has been told yet.
  private(set) var ended: [Job] = []

  /// Every job whose end nobody has been told yet, by number.
  package var all: [Job] { (running + ended).sorted { $0.number < $1.number } }

  /// Everything that has a process, or had one until now.
  var withProcess: [Job] { running + helpers }

  /// For the next job.
  var nextNumber: Int { ((running + ended).map(\.number).max() ?? 0) + 1 }

  mutating func add(_ job: Job) {
    if job.plan.runsNothing { helpers.append(job) } else { running.append(job) }
  }

  /// Takes a job off the list of those that have not ended.
  mutating func remove(_ job: Job) {
    running.removeAll { $0 === job }
    helpers.removeAll { $0 === job }
  }

  /// The process has made a box, and holds it.
  mutating func removeHelper(_ holder: Job) { helpers.removeAll { $0 === holder } }

  mutating func addEnded(_ job: Job) { ended.append(job) }

  /// Somebody was told of its end.
  mutating func forgetEnded(_ job: Job) { ended.removeAll { $0 === job } }

  mutating func forgetEnded() { ended = [] }

  /// The job that `%N` names; the last one without a name.
  ///
  /// - Throws: that there is none.
  package func named(_ name: Argument?, for command: Argument) throws(Diagnostic) -> Job {
    let all = all
    guard let name else {
      // The one that was stopped last is the one that is most likely meant.
      let stopped = all.last { if case .stopped = $0.state { true } else { false } }
      guard let job = stopped ?? all.last else {
        throw Diagnostic(
          .noSuchJob, "there is no job", at: command.span, label: "nothing runs in the background"
        ).fix("`exec PROGRAM &` makes one")
      }
      return job
    }
    if let job = all.first(where: { name.matches("%\($0.number)") }) { return job }
    throw Diagnostic(
      .noSuchJob, "there is no job `\(name.displayed)`", at: name.span,
      label: all.isEmpty
        ? "nothing runs in the background"
        : "there is " + all.map { "%\($0.number)" }.joined(separator: " "))
  }

  // MARK: - Notices

  /// Nanoseconds after which notices may have come that nothing else tells of; nil where none can.
  var noticeInterval: Int? {
    running.contains { $0.isInBackground && !$0.limits.allGroups.isEmpty } ? 1_000_000_000 : nil
  }

  /// What happened in the background since the last time, in words; then it is forgotten.
  mutating func takeNotices() -> [String] {
    defer { ended = [] }
    let stopped = running.filter { job in
      guard job.isInBackground, case .stopped = job.state else { return false }
      return !job.isStopKnown
    }
    for job in stopped { job.isStopKnown = true }
    return newsOfLimits
      + (stopped + ended).map { job in
        if case .refused(let error) = job.end.outcome, !job.record.isOwnStatus {
          return "[\(job.number)] \(error.message): \(job.text)"
        }
        return "[\(job.number)] \(job.stateText): \(job.text)"
      }
  }

  /// What limits have begun to do to jobs in the background.
  private var newsOfLimits: [String] {
    running.filter(\.isInBackground).flatMap { job in
      job.limits.takeNews().map { "[\(job.number)] \($0.text): \(job.text)" }
    }
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofJobs: [ErrorCode] { [.noSuchJob] }

  package static var noSuchJob: ErrorCode {
    ErrorCode(
      312, title: "there is no such job",
      story: """
        A job is a program that was started and whose end has not been taken note of yet. Its number \
        is written with a percent sign, as in %1, and is free again once the job is over. So a job \
        that has ended cannot be named any more, and neither can one of another cloche. What is \
        known of the last job that ended stays readable:

            exec true
            echo ${job:pid} ${job:status} ${job:reason}
        """)
  }
}
