import Kernel

// What is done to the processes of a job from outside.

extension Job {
  /// The processes of it that can be found, its first one first.
  package var processes: [Int32] {
    ProcessList.descendants(of: process.child.pid) + inhabitants()
  }

  /// Sends a signal to the program, and to all of its process group where it has one.
  package func send(_ signal: Signal) {
    process.send(signal)
    if signal == .kill { letThaw() }
  }

  /// Ends everything that runs in it, at once.
  func kill() {
    process.kill()
    letThaw()
  }

  /// Sends a signal that ends most programs, the polite one unless another is given; a stopped program
  /// hears it when it goes on.
  func askToEnd(by signal: Signal = .terminate) {
    send(signal)
    letThaw()
    if state != .running { send(.continue) }
  }

  /// Lets it go on where it is stopped.
  package func letGoOn() {
    guard case .stopped = state else { return }
    process.noteContinued()
    isStopKnown = false
    send(.continue)
  }

  /// Lets it go on where it is frozen: what is frozen cannot even die. What cannot be thawed stays
  /// frozen, and is given up at its end.
  package func letThaw() { try? groups.thaw() }
}
