import Kernel
import Language

/// Looks after everything that runs: the jobs, the boxes that are up, and cloche's own helpers.
///
/// All waiting is done by its turns, so that whoever waits for one thing sees to the others too.
package final class Supervisor {
  /// The jobs, of which `turn` and `refresh` take note what became of them.
  package internal(set) var jobs = JobTable()
  /// How the job ended, or came to stop, that was waited for or launched last.
  package internal(set) var lastRecord: JobRecord?
  /// Came while a job was waited for: ends the run.
  private(set) var interruption: Interruption?
  /// The boxes that are up.
  var boxes = RunningBoxes()
  /// How boxes were ended from outside, by name, until it is said.
  var fallenBoxes: [String: String] = [:]
  let surroundings: Surroundings
  let messages: Messages
  let terminal: TerminalKeeper
  private let output: Output

  init(
    _ surroundings: Surroundings, _ messages: Messages, _ output: Output, _ terminal: TerminalKeeper
  ) {
    self.surroundings = surroundings
    self.messages = messages
    self.output = output
    self.terminal = terminal
  }

  // MARK: - The turn

  /// One look at all the jobs and at other descriptors. The ready ones of those are given.
  ///
  /// - Parameter writing: also until this one can be written.
  package func turn(
    watching others: [Int32] = [], writing: Int32? = nil, nanoseconds: Int?
  ) -> Poll.Outcome {
    let running = jobs.withProcess.filter { $0.state != .ended }
    let descriptors = others + running.flatMap(\.descriptors)
    let outcome: Poll.Outcome
    do throws(KernelError) {
      outcome = try Poll.wait(
        for: descriptors + boxes.descriptors, writing: writing,
        nanoseconds: (running.map(\.remaining) + [nanoseconds]).compactMap { $0 }.min())
    } catch {
      // Only a lack of memory gets here.
      messages.report(error, .stepRefused, severity: .warning)
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
      fallen = indices.map { $0 - descriptors.count }.filter(boxes.descriptors.indices.contains)
    }
    // A signal may tell that a child has stopped, of which no descriptor does.
    let mayHaveStopped = if case .interrupted = outcome { true } else { false }
    for job in running { look(after: job, ready, mayHaveStopped) }
    noteFallenBoxes(at: fallen)
  }

  private func look(after job: Job, _ ready: [Int32], _ mayHaveStopped: Bool) {
    job.endIfDue()
    if let capture = job.capture, ready.contains(capture.rawValue) { readCapture(of: job) }
    if let own = job.terminal.own, ready.contains(own.descriptor.rawValue) {
      terminal.showOutput(of: job)
    }
    if ready.contains(job.process.child.channel.rawValue) { job.receive() }
    if job.process.isLingering {
      terminal.finishOutput(of: job)
      job.process.letEnd()
    }
    if mayHaveStopped || ready.contains(job.process.child.processDescriptor.rawValue) {
      job.lookAfter()
    }
    if let deadline = job.terminal.lineDeadline, Clock.monotonic >= deadline {
      terminal.showOpenLine(of: job)
    }
    if job.isInBackground, job.state == .ended { settle(job) }
  }

  /// Looks what has become of the jobs, without waiting.
  package func refresh() {
    for job in jobs.running {
      job.receive()
      job.lookAfter()
      if job.isInBackground, job.state == .ended { settle(job) }
    }
    guard !boxes.descriptors.isEmpty,
      case .ready(let indices) = try? Poll.wait(for: boxes.descriptors, nanoseconds: 0)
    else { return }
    noteFallenBoxes(at: indices)
  }

  /// Nanoseconds after which notices may have come that nothing else tells of; nil where none can.
  package var noticeInterval: Int? { jobs.noticeInterval }

  /// What happened in the background since the last time, in words; then it is forgotten.
  package func takeNotices() -> [String] { jobs.takeNotices() }

  // MARK: - Captured output

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

  /// Takes the rest of what a job wrote. A process that it left behind may hold the pipe open, so only
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

  // MARK: - Signals

  /// Something came while a job was waited for that ends what runs.
  package var isInterrupted: Bool { interruption != nil }

  /// Ends what runs as if a signal had come.
  func interrupt(by signal: Signal) { interruption = .signal(signal) }

  /// The run that was interrupted is over.
  func forgetInterruption() { interruption = nil }

  /// Takes a signal that waits, and looks at the time where there is a limit.
  func heed() throws(Interruption) {
    if let deadline = surroundings.deadline, Clock.monotonic >= deadline { throw .deadline }
    guard let signal = Signals.take() else { return }
    switch signal {
    case .windowChange: resizeTerminals()
    case .continue:
      resizeTerminals()
      terminal.resume()
    // That one has stopped, nothing else tells.
    case .child: refresh()
    case .terminalStop: terminal.passStop()
    case .pipe: return
    // At a prompt no key ends cloche.
    case .quit where surroundings.isInteractive: throw .signal(.interrupt)
    default: throw .signal(signal)
    }
  }

  /// The same for who waits for a job, and can only stop to wait.
  func takeInterruption() {
    do throws(Interruption) { try heed() } catch { interruption = error }
  }

  /// The terminals of the jobs get the size of cloche's.
  package func resizeTerminals() { terminal.resize(jobs.running) }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofSupervisor: [ErrorCode] { [.captureTooLarge] }

  package static var captureTooLarge: ErrorCode {
    ErrorCode(
      306, title: "more output than a variable holds",
      story: """
        `capture` keeps at most 1 MiB of what a program writes. A longer output is not cut short, \
        since half an answer looks like a whole one: the program is killed, and the script stops. Let \
        the program say less, or let it write a file.

            capture exec sh -c 'head -c 1000 /etc/services'
            exec sh -c 'ls -R /etc > /tmp/list'
        """)
  }
}
