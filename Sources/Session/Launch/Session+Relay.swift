import Kernel
import Language

// The relay between cloche's terminal and those of the jobs.

/// What is typed, on its way to a job.
struct Relay {
  /// Not yet taken by the program.
  var pending: [UInt8] = []
  /// What was typed last began a line.
  var endsLine = true
  /// There is more to come.
  var isOpen = true
}

extension Session {
  /// A job's output goes this far before something else is looked at.
  private static let pieceSize = 1 << 16
  /// More than the kernel holds of what was written to a terminal.
  private static let mostHeld = 1 << 20
  /// A line in the background may take this long, in nanoseconds, before its beginning is shown.
  private static let lineTime = 50_000_000

  /// Shows what a job has written to its terminal, as far as it is there.
  func showOutput(of job: Job) {
    guard let terminal = job.terminal else { return }
    var isClosed = false
    let bytes = Bytes(unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
      let room = UnsafeMutableRawBufferPointer(buffer)
      while count < room.count, !isClosed {
        switch terminal.read(into: .init(rebasing: room[count...])) {
        case .bytes(let length): count += length
        case .notNow: return
        case .closed: isClosed = true
        }
      }
    }
    if isClosed { job.terminal = nil }
    guard !bytes.isEmpty else { return }
    bytes.withUnsafeBytes { job.modes.note($0) }
    show(bytes, of: job)
    // As with a pipe that nobody reads: the programs inside get SIGHUP.
    if output.failure != nil { job.terminal = nil }
  }

  /// A job in the background shows whole lines: someone may be typing below.
  private func show(_ bytes: Bytes, of job: Job) {
    guard job !== attended, let presenter else { return output.pass(bytes) }
    let lines = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[...$0] } ?? []
    if !lines.isEmpty {
      let whole = job.openLine + lines
      job.openLine = []
      presenter { output.pass(whole) }
    }
    job.openLine += bytes[lines.endIndex...]
    job.lineDeadline = Clock.deadline(after: Self.lineTime)
    if job.openLine.count > Self.pieceSize { showOpenLine(of: job) }
  }

  /// A line that was not finished in time is shown as it is, on a line of its own.
  func showOpenLine(of job: Job) {
    job.lineDeadline = nil
    guard !job.openLine.isEmpty, let presenter else { return }
    let line = job.openLine + Bytes("\r\n".utf8)
    job.openLine = []
    presenter { output.pass(line) }
  }

  /// What a program wrote before it stopped or ended. Processes beside it may write on, so that no more
  /// is taken than it can have written.
  func takeOutput(of job: Job) {
    for _ in 0..<Self.mostHeld / Self.pieceSize {
      guard let terminal = job.terminal, Poll.canRead(terminal.descriptor.rawValue) else { break }
      showOutput(of: job)
    }
  }

  /// What is left when the program has ended.
  func finishOutput(of job: Job) {
    takeOutput(of: job)
    showOpenLine(of: job)
    job.terminal = nil
  }

  /// Switches off what programs have left switched on in the terminal that shows their output.
  func restoreModes(of job: Job) {
    let text = Bytes(job.modes.restoring.utf8)
    job.modes = TerminalModes()
    if text.isEmpty { return }
    guard let presenter else { return output.pass(text) }
    presenter { output.pass(text) }
  }

  /// One look at all the jobs while one of them has what is typed.
  func turn(relaying relay: inout Relay, to job: Job, nanoseconds: Int?) -> Poll.Outcome {
    guard let terminal = job.terminal else { return turn(watching: [], nanoseconds: nanoseconds) }
    let takes = relay.isOpen && relay.pending.isEmpty
    let outcome = turn(
      watching: takes ? [0] : [],
      writing: relay.pending.isEmpty ? nil : terminal.descriptor.rawValue, nanoseconds: nanoseconds)
    if case .ready(let indices) = outcome, takes, indices.contains(0) { take(&relay, for: job) }
    send(&relay, to: job)
    return outcome
  }

  private func take(_ relay: inout Relay, for job: Job) {
    do throws(KernelError) {
      relay.pending = try Descriptors.read(.standardInput, room: 4096)
    } catch {
      // Somebody else has read it.
      if error.errno == .resourceTemporarilyUnavailable || error.errno == .interrupted { return }
    }
    if let last = relay.pending.last {
      relay.endsLine = last == UInt8(ascii: "\n")
      return
    }
    relay.isOpen = false
    // Behind the beginning of a line, the first one only sends that off.
    if let end = job.terminal?.endOfInput {
      relay.pending = relay.endsLine ? [end] : [end, end]
    }
  }

  private func send(_ relay: inout Relay, to job: Job) {
    guard !relay.pending.isEmpty, let terminal = job.terminal else { return }
    let stop = stopByte(in: relay.pending, for: job)
    switch terminal.write(relay.pending[...]) {
    case .bytes(let count):
      relay.pending.removeFirst(count)
      if let stop, stop < count { job.stopWithoutLeader() }
    case .notNow: break
    case .closed: relay.pending = []
    }
  }

  /// Where ^Z is typed for a program that leads its session, which the kernel does not stop for it.
  private func stopByte(in bytes: [UInt8], for job: Job) -> Int? {
    guard !job.plan.usesInit, let terminal = job.terminal else { return nil }
    return bytes.firstIndex { terminal.stops($0) }
  }

  /// The terminals of the jobs get the size of cloche's.
  package func resizeTerminals() {
    guard let size = WindowSize.current else { return }
    for job in jobs { job.terminal?.resize(to: size) }
  }

  /// Cloche was stopped and goes on. The job that has the terminal gets it again; what typed is
  /// for, whoever stopped cloche may have changed.
  func resumeTerminal() {
    resizeTerminals()
    guard let job = attended, Terminal.isOurs else { return }
    if job.plan.ownsTerminal {
      savedTerminal?.makeRaw()
    } else if let group = job.group {
      Terminal.giveForeground(to: group)
      job.send(.continue)
    }
  }

  /// A program was stopped by its ^Z, and no prompt is there that could make it go on: cloche is
  /// stopped like it, and whoever makes cloche go on means both.
  func stop(with job: Job) {
    savedTerminal?.restore()
    Process.stopGroup()
    savedTerminal?.makeRaw()
    letGoOn(job)
  }
}

extension Job {
  /// Stops a program that leads its session, unless it has something else in mind with SIGTSTP: the
  /// kernel drops the signal, because nobody in its session could continue it.
  fileprivate func stopWithoutLeader() {
    guard terminal?.foregroundGroup == child.pid,
      ProcessList.leavesToKernel(.terminalStop, of: child.pid)
    else { return }
    child.sendToGroup(.stop)
  }
}
