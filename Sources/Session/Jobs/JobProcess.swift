import Kernel

/// The child of a job, and what it, its init and its program have told so far.
struct JobProcess: ~Copyable {
  let child: Child
  private(set) var state = Job.State.running
  /// Somebody is left who may have something to tell.
  private(set) var channelIsOpen = true
  /// The program got as far as its execve.
  private(set) var isReady = false
  /// The execve has been made, as an init tells; without one the channel closes with it.
  private(set) var wasExecuted = false
  /// The step that was refused.
  private(set) var failure: LaunchFailure?
  /// What the init said about the end of the program.
  private(set) var reported: WaitStatus?
  /// The init waits until nothing is left in the terminal, which its own end would empty.
  private(set) var isLingering = false
  private let ownsTerminal: Bool

  init(_ child: consuming Child, ownsTerminal: Bool) {
    self.child = child
    self.ownsTerminal = ownsTerminal
  }

  /// The next message that has come, which has been taken note of; nil when there is none.
  mutating func nextMessage() -> LaunchMessage? {
    guard channelIsOpen else { return nil }
    switch child.receive() {
    case .message(let message):
      note(message)
      return message
    case .nothingYet: return nil
    case .closed:
      channelIsOpen = false
      return nil
    }
  }

  private mutating func note(_ message: LaunchMessage) {
    switch message {
    case .ready: isReady = true
    case .terminal: break
    case .failed(let failure): self.failure = failure
    case .executed: wasExecuted = true
    case .exited(let status):
      reported = status
      isLingering = ownsTerminal
    case .stopped(let signal): state = .stopped(signal)
    case .continued: state = .running
    }
  }

  /// Takes note of what the kernel told.
  mutating func note(_ change: Child.Change) {
    switch change {
    case .stopped(let signal): state = .stopped(signal)
    case .continued: state = .running
    case .ended: state = .ended
    }
  }

  /// Takes note that it goes on, as it was told to.
  mutating func noteContinued() { state = .running }

  /// Lets a child go on that waits before its execve.
  func letExecute() { try? child.openGate() }

  /// Lets an init end that lingers.
  mutating func letEnd() {
    isLingering = false
    try? child.openGate()
  }
}
