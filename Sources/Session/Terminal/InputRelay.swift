import Kernel
import Language

/// What is typed, on its way to the terminal of a job.
struct InputRelay {
  /// Not yet taken by the program's terminal.
  private(set) var pending: [UInt8] = []
  /// What was typed last began a line.
  private var endsLine = true
  /// There is more to come.
  private var isOpen: Bool
  /// Where it comes from.
  let source: FileDescriptor

  /// - Parameter typed: what was typed before and is still to be sent.
  init(isOpen: Bool, from source: FileDescriptor, typed: [UInt8]) {
    self.isOpen = isOpen
    self.source = source
    pending = typed
    if let last = typed.last { endsLine = Self.isLineEnd(last) }
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// Another piece can be taken.
  var takes: Bool { isOpen && pending.isEmpty }

  /// Something waits until the terminal can take it.
  var isWaiting: Bool { !pending.isEmpty }

  /// Takes what was typed.
  mutating func take(for job: Job) {
    do throws(KernelError) {
      pending = try Descriptors.read(source, room: 4096)
    } catch {
      // Somebody else has read it.
      if error.errno == .resourceTemporarilyUnavailable || error.errno == .interrupted { return }
    }
    if let last = pending.last {
      endsLine = Self.isLineEnd(last)
      return
    }
    isOpen = false
    // Behind the beginning of a line, the first one only sends that off.
    if let end = job.terminal.own?.endOfInput { pending = endsLine ? [end] : [end, end] }
  }

  /// Types as much of it as the terminal takes.
  mutating func send(to job: Job) {
    guard !pending.isEmpty, let terminal = job.terminal.own else { return }
    // For a program that leads its session the kernel does not stop it by ^Z.
    let stop = job.plan.usesInit ? nil : pending.firstIndex { terminal.stops($0) }
    switch terminal.write(pending[...]) {
    case .bytes(let count):
      job.terminal.note(sent: pending[..<count])
      pending.removeFirst(count)
      if let stop, stop < count { job.process.stopLeader(of: terminal) }
    case .notNow: break
    case .closed: pending = []
    }
  }
}
