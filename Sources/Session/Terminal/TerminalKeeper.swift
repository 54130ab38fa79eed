import Kernel
import Language

/// The terminal that cloche was started at: how it was, which job has it, and what the jobs show on
/// it.
package final class TerminalKeeper {
  /// More than the kernel holds of what was written to a terminal.
  private static let mostHeld = 1 << 20

  /// Shows something above a line that is being typed; nil where nobody types.
  package var presenter: ((() -> Void) -> Void)?
  private let surroundings: Surroundings
  private let output: Output
  /// As it was before a program in the foreground.
  private var saved: Terminal?
  /// The job that is waited for, where it has the terminal or what is typed is passed on to it.
  private var attended: Job?
  /// A ^Z was passed on to the job in front, which has not been seen to stop.
  private var stopsSoon = false
  /// What was typed for programs and read by none of them.
  private var typedAhead: Bytes = []

  init(_ surroundings: Surroundings, _ output: Output) {
    self.surroundings = surroundings
    self.output = output
  }

  // MARK: - Who has it

  /// Takes note of how it is, before a program gets it that has not been launched yet.
  func save() { saved = Terminal.saved() }

  /// Gives it to a stopped job that goes on in the foreground, as that left it.
  func give(to job: Job) {
    guard !job.plan.ownsTerminal, let group = job.process.group else { return }
    save()
    job.terminal.left?.restore()
    Terminal.giveForeground(to: group)
  }

  /// The job is waited for from now on: what is typed is for it.
  func attend(_ job: Job, isForeground: Bool) {
    showOpenLine(of: job)
    if job.terminal.isRelayed { listen() }
    if job.terminal.isDeferred {
      for signal in Self.noted + [.terminalStop] { Signals.note(signal) }
    }
    attended = isForeground || job.terminal.isRelayed || job.terminal.isDeferred ? job : nil
  }

  /// What the kernel tells of the terminal while a program has one of its own.
  private static let noted = [Signal.windowChange, .continue]

  /// Every key is passed on from now on.
  private func listen() {
    saved = saved ?? Terminal.saved()
    saved?.makeRaw()
    for signal in Self.noted { Signals.note(signal) }
  }

  /// A job that had nothing of the keys wants to read its terminal, or to change it.
  func giveKeys(to job: Job) {
    Signals.forget(.terminalStop)
    // What makes the job go on takes a stop back that it has not felt yet.
    if Signals.take(.terminalStop) || stopsSoon { Process.stopGroup() }
    stopsSoon = false
    // In the background cloche is stopped here, like any program that wants the terminal.
    Terminal.awaitForeground()
    takeTypedLines(for: job)
    job.terminal.takesInput = true
    listen()
    job.letGoOn()
  }

  /// Takes the lines that were typed before the program asked for them. Key by key, the end of input
  /// among them would be a NUL byte.
  private func takeTypedLines(for job: Job) {
    while Poll.canRead(job.terminal.source.rawValue),
      let bytes = try? Descriptors.read(job.terminal.source, room: 4096)
    {
      typedAhead += bytes
      guard bytes.isEmpty else { continue }
      if let end = job.terminal.own?.endOfInput { typedAhead.append(end) }
      break
    }
  }

  /// Stops a job in front as the ^Z does that came to cloche: who waits for it sees it stop.
  func passStop() {
    guard let job = attended, job.terminal.isDeferred else { return }
    stopsSoon = !job.terminal.takesInput
    job.send(.terminalStop)
  }

  /// Whatever a program has done to it, the prompt has it as it was.
  ///
  /// - Parameter typed: what was typed for the job and did not reach its terminal.
  func takeBack(from job: Job, isForeground: Bool, typed: Bytes) {
    takeOutput(of: job)
    takeUnread(of: job)
    typedAhead += typed
    attended = nil
    stopsSoon = false
    if job.terminal.isDeferred { Signals.forget(.terminalStop) }
    job.terminal.left = isForeground ? Terminal.saved() : nil
    if !job.plan.ownsTerminal {
      if isForeground { Terminal.takeForeground() } else { Terminal.takeForegroundFromEnded() }
    }
    saved?.restore()
    saved = nil
    let wasCutOff = job.record.signal == .kill || job.record.reason == .timedOut
    if job.plan.ownsTerminal {
      restoreModes(of: job)
    } else if isForeground, wasCutOff, isFull {
      output.pass(Bytes(TerminalModes.restoringAnything.utf8), to: job.terminal.screen)
    }
  }

  /// What controls the terminals of today means something to this one.
  private var isFull: Bool {
    let name = surroundings.host.variable("TERM") ?? []
    return !name.isEmpty && name != Bytes("dumb".utf8) && Descriptors.isTerminal(.standardOutput)
  }

  /// Cloche was stopped and goes on. The job that has the terminal gets it again; what typed is
  /// for, whoever stopped cloche may have changed.
  func resume() {
    guard let job = attended, Terminal.isOurs else { return }
    if job.plan.ownsTerminal {
      saved?.makeRaw()
    } else if let group = job.process.group {
      Terminal.giveForeground(to: group)
      job.send(.continue)
    }
  }

  /// A program was stopped by its ^Z, and no prompt is there that could make it go on: cloche is
  /// stopped like it, and whoever makes cloche go on means both.
  func stop(with job: Job) {
    stopsSoon = false
    saved?.restore()
    Signals.forget(.terminalStop)
    Process.stopGroup()
    if job.terminal.isDeferred, !job.terminal.takesInput { Signals.note(.terminalStop) }
    saved?.makeRaw()
    job.letGoOn()
  }

  /// The terminals of the jobs get the size of this one.
  func resize(_ jobs: [Job]) {
    guard let size = WindowSize.current else { return }
    for job in jobs { job.terminal.own?.resize(to: size) }
  }

  // MARK: - What is typed ahead

  /// Keeps what was typed and nobody has read, for whoever reads next.
  package func keep(typedAhead bytes: Bytes) { typedAhead += bytes }

  /// What was typed while programs ran that did not read it; it is forgotten then.
  package func takeTypedAhead() -> Bytes {
    defer { typedAhead = [] }
    return typedAhead
  }

  /// Takes a line of what was typed ahead; false where none was finished.
  func takeTypedLine() -> Bool {
    let ends = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    guard let end = typedAhead.firstIndex(where: { ends.contains($0) }) else { return false }
    typedAhead.removeFirst(end + 1)
    return true
  }

  /// What a job in the foreground was given and has not read.
  private func takeUnread(of job: Job) {
    guard job === attended, job.terminal.isRelayed else { return }
    typedAhead += job.terminal.takeUnread()
  }

  // MARK: - What jobs show on it

  /// Shows what a job has written to its terminal, as far as it is there.
  func showOutput(of job: Job) {
    let bytes = job.terminal.read()
    guard !bytes.isEmpty else { return }
    show(bytes, of: job)
    // As with a pipe that nobody reads: the programs inside get SIGHUP.
    if output.failure != nil { job.terminal.close() }
  }

  /// A job in the background shows whole lines: someone may be typing below.
  private func show(_ bytes: Bytes, of job: Job) {
    let screen = job.terminal.screen
    guard job !== attended, let presenter else { return output.pass(bytes, to: screen) }
    let lines = job.terminal.takeLines(of: bytes)
    if !lines.isEmpty { presenter { output.pass(lines, to: screen) } }
    // Not before they were shown: a terminal that takes them slowly is no fault of the program's.
    job.terminal.startLineTime()
    if job.terminal.isLineTooLong { showOpenLine(of: job) }
  }

  /// A line that was not finished in time is shown as it is, on a line of its own.
  func showOpenLine(of job: Job) {
    let line = job.terminal.takeOpenLine()
    if !line.isEmpty { showAbove(line + Bytes("\r\n".utf8), of: job) }
  }

  /// What a program wrote before it stopped or ended. Processes beside it may write on, so that no more
  /// is taken than it can have written.
  private func takeOutput(of job: Job) {
    for _ in 0..<Self.mostHeld / JobTerminal.pieceSize {
      guard let own = job.terminal.own, Poll.canRead(own.descriptor.rawValue) else { break }
      showOutput(of: job)
    }
  }

  /// What is left when the program has ended.
  func finishOutput(of job: Job) {
    takeOutput(of: job)
    let last = job.terminal.takeReturn()
    if !last.isEmpty { output.pass(last, to: job.terminal.screen) }
    showOpenLine(of: job)
    takeUnread(of: job)
    job.terminal.close()
  }

  /// Switches off what programs have left switched on in the terminal that shows their output.
  func restoreModes(of job: Job) {
    let text = job.terminal.takeRestoring()
    if !text.isEmpty { showAbove(text, of: job) }
  }

  private func showAbove(_ bytes: Bytes, of job: Job) {
    let screen = job.terminal.screen
    guard let presenter else { return output.pass(bytes, to: screen) }
    presenter { output.pass(bytes, to: screen) }
  }
}
