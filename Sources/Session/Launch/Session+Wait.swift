import Kernel
import Language
import Sandbox

extension Session {
  /// Waits until a job has ended or an interruption has come; at a prompt also until it has stopped.
  func wait(for job: Job) {
    var relay = Relay(isOpen: job.takesInput)
    while !isOver(job), interruption == nil {
      let outcome = turn(
        relaying: &relay, to: job,
        nanoseconds: settings.deadline.map { max(0, $0 - Clock.monotonic) })
      switch outcome {
      case .interrupted, .timedOut: takeInterruption()
      case .ready: break
      }
      if job.state == .stopped(.terminalStop), job.isRelayed, !settings.isInteractive {
        stop(with: job)
      }
    }
  }

  /// Nobody waits for it any longer. A script has no one who could make a stopped job go on.
  private func isOver(_ job: Job) -> Bool {
    switch job.state {
    case .running: false
    case .stopped: settings.isInteractive
    case .ended: true
    }
  }

  /// One look at all the jobs and at other descriptors. The ready ones of those are given.
  ///
  /// - Parameter writing: also until this one can be written.
  package func turn(
    watching others: [Int32], writing: Int32? = nil, nanoseconds: Int?
  ) -> Poll.Outcome {
    let running = (jobs + helpers).filter { $0.state != .ended }
    let descriptors = others + running.flatMap(\.descriptors)
    let outcome: Poll.Outcome
    do throws(KernelError) {
      outcome = try Poll.wait(
        for: descriptors + runningBoxes.descriptors, writing: writing,
        nanoseconds: (running.map(\.remaining) + [nanoseconds]).compactMap { $0 }.min())
    } catch {
      // Only a lack of memory gets here.
      report(error, .stepRefused, severity: .warning)
      return .interrupted
    }
    look(after: running, outcome, descriptors)
    guard case .ready(let indices) = outcome else { return outcome }
    return .ready(indices.filter { $0 < others.count })
  }

  private func look(after running: [Job], _ outcome: Poll.Outcome, _ descriptors: [Int32]) {
    var ready: [Int32] = []
    var fallen: [Int] = []
    if case .ready(let indices) = outcome {
      ready = indices.filter { $0 < descriptors.count }.map { descriptors[$0] }
      fallen = indices.map { $0 - descriptors.count }
        .filter(runningBoxes.descriptors.indices.contains)
    }
    // A signal may tell that a child has stopped, of which no descriptor does.
    let mayHaveStopped = if case .interrupted = outcome { true } else { false }
    for job in running {
      job.endIfDue()
      if let capture = job.capture, ready.contains(capture.rawValue) { readCapture(of: job) }
      if let terminal = job.terminal, ready.contains(terminal.descriptor.rawValue) {
        showOutput(of: job)
      }
      if ready.contains(job.child.channel.rawValue) { job.receive() }
      if job.isLingering {
        finishOutput(of: job)
        job.letEnd()
      }
      if mayHaveStopped || ready.contains(job.child.processDescriptor.rawValue) { job.lookAfter() }
      if let deadline = job.lineDeadline, Clock.monotonic >= deadline { showOpenLine(of: job) }
      if job.isInBackground, job.state == .ended { settle(job) }
    }
    noteFallenBoxes(at: fallen)
  }

  private func readCapture(of job: Job) {
    guard let capture = job.capture else { return }
    let bytes = (try? Descriptors.read(capture, room: 1 << 16)) ?? []
    if bytes.isEmpty {
      try? capture.close()
      job.capture = nil
      return
    }
    output.write(bytes)
    if output.captureIsFull { job.kill() }
  }

  /// The rest of what a job wrote. A process that it left behind may hold the pipe open, so only
  /// what is there is taken.
  func drain(_ job: Job) throws(Diagnostic) {
    while let capture = job.capture, Poll.canRead(capture.rawValue) { readCapture(of: job) }
    if output.isCapturing, output.captureIsFull {
      takeDown(job)
      throw Diagnostic(
        .captureTooLarge, "more output than a variable holds", at: job.plan.command,
        label: "at most 1 MiB"
      ).fix("`exec sh -c '... > FILE'` keeps it in a file")
    }
  }

  func takeInterruption() {
    do throws(Interruption) { try heed() } catch { interruption = error }
  }

  /// Asks a job to end, and sees to it: the program gets a second to clean up.
  func end(_ job: Job) {
    job.askToEnd()
    let limit = Clock.monotonic + 1_000_000_000
    while job.state != .ended {
      let remaining = limit - Clock.monotonic
      if remaining <= 0 { job.kill() }
      let outcome = turn(watching: [], nanoseconds: remaining <= 0 ? nil : remaining)
      // It is ended already, so that another signal has nothing to add.
      if case .interrupted = outcome { _ = Signals.take() }
    }
  }

  /// Ends every job: the last thing that a session does.
  func endAllJobs() {
    refreshJobs()
    for box in runningBoxes.all { box.holder.letThaw() }
    while let job = jobs.first {
      // Whoever started it without a `wait` may not have meant that.
      if job.isInBackground, job.failure == nil, interruption == nil {
        reporter.say("note: %\(job.number) is ended with cloche: \(job.text)")
      }
      if job.state != .ended { end(job) }
      if job.state == .ended, !job.isInBackground { takeDown(job) }
    }
    for box in runningBoxes.all { bringDown(box) }
    for job in endedJobs {
      // Nobody has waited for it, so nobody has been told.
      if job.failure != nil, case .refused(let error) = job.outcome {
        reporter.report(error, in: self)
      }
    }
    endedJobs = []
  }
}
