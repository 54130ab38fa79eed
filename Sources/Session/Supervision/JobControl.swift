import Kernel
import Language

/// Who is waited for, and who has the terminal meanwhile.
package final class JobControl {
  private let surroundings: Surroundings
  private let messages: Messages
  private let supervisor: Supervisor
  private let terminal: TerminalKeeper

  init(
    _ surroundings: Surroundings, _ messages: Messages, _ supervisor: Supervisor,
    _ terminal: TerminalKeeper
  ) {
    self.surroundings = surroundings
    self.messages = messages
    self.supervisor = supervisor
    self.terminal = terminal
  }

  /// Brings a job into the foreground. Its status.
  package func bringToForeground(_ job: Job) throws(Diagnostic) -> Int32 {
    guard job.end.outcome == nil else { return try takeOutcome(of: job) }
    if job.limits.isFrozen {
      // No key could end it, nor bring the prompt back.
      throw Diagnostic(
        .controlGroupRefused, "%\(job.number) is frozen", at: job.plan.command,
        label: "it could not even be stopped"
      ).fix(job.isInBox ? "`thaw box`" : "`thaw %\(job.number)`")
    }
    let isForeground = surroundings.isInteractive && job.process.group != nil
    job.terminal.takesInput = surroundings.isInteractive
    if isForeground { terminal.give(to: job) }
    job.letGoOn()
    return try attend(job, isForeground: isForeground)
  }

  /// Waits for a job that has the terminal. Its status; 128 and the signal when it has stopped.
  func attend(_ job: Job, isForeground: Bool) throws(Diagnostic) -> Int32 {
    job.isInBackground = false
    terminal.attend(job, isForeground: isForeground)
    let unsent = wait(for: job)
    if let interruption = supervisor.interruption {
      if case .deadline = interruption { job.end.record.reason = .timedOut }
      supervisor.end(job)
    }
    terminal.takeBack(from: job, isForeground: isForeground, typed: unsent)
    if endsScript(job) { supervisor.interrupt(by: .interrupt) }
    if case .stopped(let signal) = job.state { return leave(job, stoppedBy: signal) }
    try supervisor.drain(job)
    return try finish(job)
  }

  /// A job has stopped: it stays in the background until it is told to go on.
  private func leave(_ job: Job, stoppedBy signal: Signal) -> Int32 {
    job.isInBackground = true
    job.isStopKnown = true
    supervisor.lastRecord = job.record
    // Behind the ^Z that the terminal has shown.
    messages.say("")
    messages.say("[\(job.number)] stopped by \(signal.name): \(job.text)")
    return 128 + signal.number
  }

  /// Waits until a job has ended or an interruption has come; at a prompt also until it has stopped.
  /// What was typed meanwhile and its terminal did not take.
  private func wait(for job: Job) -> Bytes {
    var relay = relay(to: job)
    while !isOver(job), !supervisor.isInterrupted {
      switch turn(relaying: &relay, to: job) {
      case .interrupted, .timedOut: supervisor.takeInterruption()
      case .ready: break
      }
      guard case .stopped(let signal) = job.state, !surroundings.isInteractive else { continue }
      if signal == .terminalStop, job.terminal.isRelayed || job.terminal.isDeferred {
        terminal.stop(with: job)
      }
      if job.terminal.isDeferred, !job.terminal.takesInput,
        signal == .terminalInput || signal == .terminalOutput
      {
        terminal.giveKeys(to: job)
        relay = self.relay(to: job)
      }
    }
    return relay.pending
  }

  private func relay(to job: Job) -> InputRelay {
    InputRelay(
      isOpen: job.terminal.takesInput, from: job.terminal.source,
      typed: job.terminal.isRelayed ? terminal.takeTypedAhead() : [])
  }

  /// The ^C that ended a program was meant for the script too, which has not seen it: the keys were the
  /// program's.
  private func endsScript(_ job: Job) -> Bool {
    !surroundings.isInteractive && job.terminal.isDeferred && job.terminal.takesInput
      && job.state == .ended && job.record.signal == .interrupt && !supervisor.isInterrupted
  }

  /// Nobody waits for it any longer. A script has no one who could make a stopped job go on.
  private func isOver(_ job: Job) -> Bool {
    switch job.state {
    case .running: false
    case .stopped: surroundings.isInteractive
    case .ended: true
    }
  }

  /// One look at all the jobs while one of them has what is typed.
  private func turn(relaying relay: inout InputRelay, to job: Job) -> Poll.Outcome {
    guard let own = job.terminal.own else {
      return supervisor.turn(nanoseconds: surroundings.remaining)
    }
    let isAwake = !job.process.isAwakening
    let takes = isAwake && relay.takes
    let outcome = supervisor.turn(
      watching: takes ? [relay.source.rawValue] : [],
      writing: isAwake && relay.isWaiting ? own.descriptor.rawValue : nil,
      nanoseconds: surroundings.remaining)
    if case .ready(let indices) = outcome, takes, indices.contains(0) { relay.take(for: job) }
    if isAwake { relay.send(to: job) }
    return outcome
  }

  /// Takes note that a job has ended: the status, or why there is none.
  func finish(_ job: Job) throws(Diagnostic) -> Int32 {
    let outcome = supervisor.conclude(job)
    supervisor.lastRecord = job.record
    if case .refused(let error) = outcome, !supervisor.isInterrupted { throw error }
    remark(on: job)
    return job.record.status
  }

  /// Waits for a job in the background. Its status; an interruption leaves it alone.
  package func waitInBackground(_ job: Job) throws(Diagnostic) -> Int32 {
    while job.end.outcome == nil, !supervisor.isInterrupted {
      if case .stopped(let signal) = job.state, surroundings.isInteractive {
        throw Diagnostic(
          .noSuchJob, "job %\(job.number) has been stopped by \(signal.name)", at: job.plan.command,
          label: "it is stopped, so the wait would never end"
        ).fix("`bg %\(job.number)` lets it go on, `fg %\(job.number)` here")
      }
      _ = supervisor.turn(nanoseconds: surroundings.remaining)
      supervisor.takeInterruption()
    }
    return job.end.outcome == nil ? 130 : try takeOutcome(of: job)
  }

  private func takeOutcome(of job: Job) throws(Diagnostic) -> Int32 {
    supervisor.jobs.forgetEnded(job)
    supervisor.lastRecord = job.record
    if case .refused(let error) = job.end.outcome { throw error }
    remark(on: job)
    return job.record.status
  }

  private func remark(on job: Job) {
    for line in job.record.remarks(atPrompt: surroundings.isInteractive) { messages.say(line) }
  }
}
