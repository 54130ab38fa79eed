import Kernel
import Language

// The relay between cloche's terminal and those of the jobs.

/// What is typed, on its way to a job.
struct Relay {
  /// Not yet taken by the program.
  var pending: [UInt8] = []
  /// There is more to come.
  var isOpen = true
}

extension Session {
  /// A job's output goes this far before something else is looked at.
  private static let pieceSize = 1 << 16

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
    showAside { output.pass(bytes) }
  }

  /// What is left when the program has ended. Processes that it left may hold the other end, so only
  /// what is there is taken.
  func finishOutput(of job: Job) {
    while let terminal = job.terminal {
      guard case .ready? = try? Poll.wait(for: [terminal.descriptor.rawValue], nanoseconds: 0)
      else { break }
      showOutput(of: job)
    }
    job.terminal = nil
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
    relay.pending = (try? Descriptors.read(.standardInput, room: 4096)) ?? []
    guard relay.pending.isEmpty else { return }
    relay.isOpen = false
    if let end = job.terminal?.endOfInput { relay.pending = [end] }
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

  /// Shows something beside what is being typed.
  func showAside(_ show: () -> Void) {
    guard let presenter else { return show() }
    presenter(show)
  }

  /// The terminals of the jobs get the size of cloche's.
  public func resizeTerminals() {
    guard let size = WindowSize.current else { return }
    for job in jobs { job.terminal?.resize(to: size) }
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
