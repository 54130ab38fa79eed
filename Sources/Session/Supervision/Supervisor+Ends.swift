import Kernel
import Language
import Limits

// How jobs end, and what is taken down with them.

extension Supervisor {
  /// Asks a job to end, and sees to it: the program gets its grace to clean up. One that cannot be
  /// ended is given up.
  func end(_ job: Job) {
    job.askToEnd(by: farewell(to: job))
    if waitForEnd(of: job, nanoseconds: job.end.grace) { return }
    if !forceEnd(of: job) { giveUp(job) }
  }

  /// Kills a job, and once more where an init has not ended all in its time. False where it lives on.
  private func forceEnd(of job: Job) -> Bool {
    for _ in 0..<2 {
      job.kill()
      if waitForEnd(of: job, nanoseconds: 3_500_000_000) { return true }
    }
    return false
  }

  /// Waits until a job has ended. False where it has not in that time.
  private func waitForEnd(of job: Job, nanoseconds: Int) -> Bool {
    let limit = Clock.deadline(after: nanoseconds)
    while job.state != .ended {
      let remaining = limit - Clock.monotonic
      if remaining <= 0 { return false }
      let outcome = turn(nanoseconds: remaining)
      // It is ended already, so that another signal has nothing to add.
      if case .interrupted = outcome { _ = Signals.take() }
    }
    return true
  }

  /// What took other rights cannot be killed, and what the kernel holds cannot die: waiting for it would
  /// last for ever.
  private func giveUp(_ job: Job) {
    messages.say("note: %\(job.number) does not end, pid \(job.record.pid): \(job.text)")
    takeDown(job)
  }

  /// The signal of a key that ends cloche, for a program that would have got it as well if it had shared
  /// the terminal; else the polite one.
  private func farewell(to job: Job) -> Signal {
    guard job.terminal.isDeferred, !job.terminal.takesInput, !job.isInBackground,
      case .signal(let signal) = interruption, [.interrupt, .quit].contains(signal)
    else { return .terminate }
    return signal
  }

  /// A job has ended in the background: nothing of it is kept but how it came out.
  func settle(_ job: Job) {
    job.end.outcome = conclude(job)
    terminal.restoreModes(of: job)
    jobs.addEnded(job)
  }

  /// Takes down what belongs to a job that has ended, and finds out how it came out.
  func conclude(_ job: Job) -> JobEnd.Outcome {
    terminal.finishOutput(of: job)
    takeDown(job)
    if surroundings.traces { messages.trace(job) }
    if let failure = job.process.failure {
      let error = Explainer(job.plan, job.context, surroundings.host).explain(failure)
      job.end.record = JobRecord(unlaunched: job.record.program, error)
      return .refused(error)
    }
    guard job.process.isReady || job.record.reason == .timedOut || isInterrupted else {
      // With its box, perhaps, which says more.
      let fallen = job.box.flatMap { takeFallen($0.name, at: job.plan.command) }
      return .refused(fallen ?? Explainer.died(job))
    }
    guard job.record.reason == .timedOut else { return .status(job.record.status) }
    job.end.offspring?.end()
    job.end.record.status = 124
    return .refused(
      Diagnostic(
        .timedOut, "the program's time is up", at: job.plan.command, label: "ended by --timeout"))
  }

  /// Ends a job whose launch failed, and takes down what belongs to it.
  func abandon(_ job: Job) {
    guard forceEnd(of: job) else { return giveUp(job) }
    takeDown(job)
  }

  /// Takes a job that has ended off the list, with all that was held for it.
  func takeDown(_ job: Job) {
    jobs.remove(job)
    try? job.capture?.close()
    job.capture = nil
    if !job.plan.usesInit, !job.context.has(.pid),
      !jobs.running.contains(where: { $0.state != .ended })
    {
      // With another job running there is no telling whose they are; its end finds them.
      Orphans.killAll(except: jobs.withProcess.map { $0.process.child.pid } + boxes.pids)
    }
    job.end.record.limits = job.context[LimitSet.self]
    job.end.note(
      job.limits, withCounters: surroundings.isInteractive || surroundings.namesCounters)
    release(job.groups)
  }

  /// Removes control groups that nobody is in any more.
  func release(_ groups: SandboxGroups) {
    groups.release { messages.report($0, .controlGroupRefused, severity: .warning) }
  }

  /// Ends every job and every box: the last thing that a session does.
  func endAll() {
    refresh()
    for box in boxes.all { box.holder.letThaw() }
    while let job = jobs.running.first {
      // Whoever started it without a `wait` may not have meant that.
      if job.isInBackground, job.process.failure == nil, !isInterrupted {
        messages.say("note: %\(job.number) is ended with cloche: \(job.text)")
      }
      if job.state != .ended { end(job) }
      if job.state == .ended, !job.isInBackground { takeDown(job) }
    }
    for box in boxes.all { bringDown(box) }
    for job in jobs.ended {
      // Nobody has waited for it, so nobody has been told.
      if job.process.failure != nil, case .refused(let error) = job.end.outcome {
        messages.report(error)
      }
    }
    jobs.forgetEnded()
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofEnds: [ErrorCode] { [.timedOut] }

  package static var timedOut: ErrorCode {
    ErrorCode(
      308, title: "the program's time was up",
      story: """
        `exec --timeout` ends a program that is still running when the time is over: first by \
        SIGTERM, which it may use to clean up, and a second later by SIGKILL, which nobody can refuse \
        (signal(7)); `--grace 10s` gives it more time. Its processes end with it, and the status is 124, as with timeout(1). The clock \
        begins with the command, so setting up the sandbox counts.

        With `cloche --timeout` the same happens to the whole run; the message is then a plain line.

            try exec --timeout 200ms sleep 5
            assert $? is 124
        """)
  }
}
