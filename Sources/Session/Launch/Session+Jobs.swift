import Kernel
import Language
import Sandbox

// Job control: who is waited for, and what becomes of the others.

extension Session {
  /// Launches a program and goes on without waiting for its end, but not before it is known whether
  /// its sandbox could be set up.
  package func runInBackground(_ program: Program, timeout: Int? = nil) throws(Diagnostic) -> Job {
    guard !output.isCapturing else {
      throw Diagnostic(
        .contradiction, "what runs in the background can not be captured", at: program.origin,
        label: "nobody waits for its output")
    }
    let deadline = timeout.map { Clock.deadline(after: $0) }
    let job = try launchNoted(program)
    job.deadline = deadline
    while !job.isLaunched, interruption == nil {
      _ = turn(watching: [job.child.channel.rawValue], nanoseconds: nil)
      takeInterruption()
    }
    if job.failure != nil || (job.state == .ended && !job.isReady) {
      while job.state != .ended { _ = turn(watching: [], nanoseconds: nil) }
      _ = try finish(job)
    }
    job.isInBackground = true
    lastJob = job.record
    if job.state == .ended { settle(job) }
    if settings.isInteractive { reporter.say("[\(job.number)] \(job.record.pid)") }
    return job
  }

  /// Waits for a job that has the terminal. Its status; 128 and the signal when it has stopped.
  func attend(_ job: Job, isForeground: Bool) throws(Diagnostic) -> Int32 {
    job.isInBackground = false
    showOpenLine(of: job)
    if job.isRelayed {
      savedTerminal = savedTerminal ?? Terminal.saved()
      savedTerminal?.makeRaw()
      for signal in [Signal.windowChange, .continue] { Signals.note(signal) }
    }
    attended = isForeground || job.isRelayed ? job : nil
    wait(for: job)
    if let interruption {
      if case .deadline = interruption { job.record.reason = .timedOut }
      end(job)
    }
    takeOutput(of: job)
    attended = nil
    let left = isForeground ? Terminal.saved() : nil
    takeTerminalBack(from: job, isForeground: isForeground)
    if case .stopped(let signal) = job.state {
      job.isInBackground = true
      job.isStopKnown = true
      job.leftTerminal = left
      lastJob = job.record
      // Behind the ^Z that the terminal has shown.
      reporter.say("")
      reporter.say("[\(job.number)] stopped by \(signal.name): \(job.text)")
      return 128 + signal.number
    }
    try drain(job)
    return try finish(job)
  }

  /// A job has ended: the status, or why there is none.
  private func finish(_ job: Job) throws(Diagnostic) -> Int32 {
    let outcome = conclude(job)
    lastJob = job.record
    if case .refused(let error) = outcome, interruption == nil { throw error }
    sayKilled(job.record)
    sayTroubles(job.record)
    return job.record.status
  }

  /// Whatever a program has done to the terminal, the prompt has it as it was.
  private func takeTerminalBack(from job: Job, isForeground: Bool) {
    if isForeground, !job.plan.ownsTerminal { Terminal.takeForeground() }
    savedTerminal?.restore()
    savedTerminal = nil
    let wasCutOff = job.record.signal == .kill || job.record.reason == .timedOut
    if job.plan.ownsTerminal {
      restoreModes(of: job)
    } else if isForeground, wasCutOff, hasFullTerminal {
      output.pass(Bytes(TerminalModes.restoringAnything.utf8))
    }
  }

  /// What controls the terminals of today means something to this one.
  private var hasFullTerminal: Bool {
    let name = host.variable("TERM") ?? []
    return !name.isEmpty && name != Bytes("dumb".utf8) && Descriptors.isTerminal(.standardOutput)
  }

  /// A program that was killed can not say so itself. ^C and a closed pipe surprise nobody.
  private func sayKilled(_ record: JobRecord) {
    guard let signal = record.signal, signal != .pipe else { return }
    if signal == .interrupt {
      // The prompt goes below the ^C that the terminal has shown.
      if settings.isInteractive { reporter.say("") }
      return
    }
    if signal == .quit, settings.isInteractive { reporter.say("") }
    let name = record.program.first?.displayed ?? "the program"
    let why = record.reason == .outOfMemory ? record.troubles.first.map { ": \($0.text)" } : nil
    reporter.say("cloche: `\(name)` was killed by \(signal.name)\(why ?? "")")
  }

  /// What its limits did to a job that ended in another way.
  private func sayTroubles(_ record: JobRecord) {
    for trouble in record.troubles where !trouble.isDeadly || record.reason != .outOfMemory {
      reporter.say("note: \(trouble.isDeadly ? "a process was killed: " : "")\(trouble.text)")
    }
  }

  /// Waits some time while the jobs go on. False when it was interrupted.
  package func pause(nanoseconds: Int) -> Bool {
    let end = Clock.deadline(after: nanoseconds)
    while interruption == nil {
      let remaining = end - Clock.monotonic
      if remaining <= 0 { return true }
      _ = turn(watching: [], nanoseconds: remaining)
      takeInterruption()
    }
    return false
  }

  /// A job has ended in the background: nothing of it is kept but how it came out.
  func settle(_ job: Job) {
    job.outcome = conclude(job)
    restoreModes(of: job)
    endedJobs.append(job)
  }

  // MARK: - For the commands

  /// The job that `%N` names; the last one without a name.
  ///
  /// - Throws: that there is none.
  package func job(_ name: Argument?, for command: Argument) throws(Diagnostic) -> Job {
    let all = allJobs
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

  /// Every job whose end nobody has been told yet, by number.
  package var allJobs: [Job] { (jobs + endedJobs).sorted { $0.number < $1.number } }

  /// Looks what has become of the jobs, without waiting.
  package func refreshJobs() {
    for job in jobs {
      job.receive()
      job.lookAfter()
      if job.isInBackground, job.state == .ended { settle(job) }
    }
    guard !runningBoxes.descriptors.isEmpty,
      case .ready(let indices) = try? Poll.wait(for: runningBoxes.descriptors, nanoseconds: 0)
    else { return }
    noteFallenBoxes(at: indices)
  }

  /// Brings a job into the foreground. Its status.
  package func bringToForeground(_ job: Job) throws(Diagnostic) -> Int32 {
    guard job.outcome == nil else { return try takeOutcome(of: job) }
    if job.isFrozen {
      // No key could end it, nor bring the prompt back.
      throw Diagnostic(
        .controlGroupRefused, "%\(job.number) is frozen", at: job.plan.command,
        label: "it could not even be stopped"
      ).fix(job.isInBox ? "`thaw box`" : "`thaw %\(job.number)`")
    }
    let isForeground = settings.isInteractive && job.group != nil
    job.takesInput = settings.isInteractive
    if isForeground, !job.plan.ownsTerminal, let group = job.group {
      savedTerminal = Terminal.saved()
      job.leftTerminal?.restore()
      Terminal.giveForeground(to: group)
    }
    letGoOn(job)
    return try attend(job, isForeground: isForeground)
  }

  /// Lets a stopped job go on where it is.
  package func letGoOn(_ job: Job) {
    guard case .stopped = job.state else { return }
    job.state = .running
    job.isStopKnown = false
    job.send(.continue)
  }

  /// Waits for a job in the background. Its status; an interruption leaves it alone.
  package func waitInBackground(_ job: Job) throws(Diagnostic) -> Int32 {
    while job.outcome == nil, interruption == nil {
      if case .stopped(let signal) = job.state, settings.isInteractive {
        throw Diagnostic(
          .noSuchJob, "job %\(job.number) has been stopped by \(signal.name)", at: job.plan.command,
          label: "it would be waited for in vain"
        ).fix("`bg %\(job.number)` lets it go on, `fg %\(job.number)` here")
      }
      _ = turn(
        watching: [], nanoseconds: settings.deadline.map { max(0, $0 - Clock.monotonic) })
      takeInterruption()
    }
    return job.outcome == nil ? 130 : try takeOutcome(of: job)
  }

  /// Something came while a job was waited for that ends what runs.
  package var isInterrupted: Bool { interruption != nil }

  private func takeOutcome(of job: Job) throws(Diagnostic) -> Int32 {
    endedJobs.removeAll { $0 === job }
    lastJob = job.record
    if case .refused(let error) = job.outcome { throw error }
    sayKilled(job.record)
    sayTroubles(job.record)
    return job.record.status
  }

  /// What happened in the background since the last time, in words; then it is forgotten.
  package func takeNotices() -> [String] {
    defer { endedJobs = [] }
    let stopped = jobs.filter { job in
      guard job.isInBackground, case .stopped = job.state else { return false }
      return !job.isStopKnown
    }
    for job in stopped { job.isStopKnown = true }
    return troublesOfJobs()
      + (stopped + endedJobs).map { job in
        if case .refused(let error) = job.outcome, !job.record.isOwnStatus {
          return "[\(job.number)] \(error.message): \(job.text)"
        }
        return "[\(job.number)] \(job.stateText): \(job.text)"
      }
  }
}

extension Session {
  /// Nanoseconds after which notices may have come that nothing else tells of; nil where none can.
  package var noticeInterval: Int? {
    jobs.contains { $0.isInBackground && !$0.allGroups.isEmpty } ? 1_000_000_000 : nil
  }

  /// What limits have begun to do to jobs in the background, looked at once a second at most.
  private func troublesOfJobs() -> [String] {
    var notices: [String] = []
    for job in jobs where job.isInBackground && !job.allGroups.isEmpty {
      guard Clock.monotonic >= job.nextLook else { continue }
      job.nextLook = Clock.deadline(after: 1_000_000_000)
      for trouble in job.newTroubles
      where job.toldResources.insert(trouble.resource).inserted {
        notices.append("[\(job.number)] \(trouble.text): \(job.text)")
      }
    }
    return notices
  }
}

extension Job {
  var isFrozen: Bool { groups.isFrozen || box?.groups.isFrozen == true }

  /// `running`, `frozen`, `stopped` or `ended`.
  package var stateName: String {
    switch state {
    case .running where isFrozen: "frozen"
    case .running: "running"
    case .stopped: "stopped"
    case .ended: "ended"
    }
  }

  /// `running`, `stopped by SIGTSTP`, `exited with status 3`.
  package var stateText: String {
    switch state {
    case .running where isFrozen: "frozen"
    case .running: "running"
    case .stopped(let signal): "stopped by \(signal.name)"
    case .ended:
      if let signal = record.signal {
        "killed by \(signal.name)"
      } else {
        record.status == 0 ? "done" : "ended with status \(record.status)"
      }
    }
  }
}
