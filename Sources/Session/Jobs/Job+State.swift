import Kernel

// How a job is, and how that is said.

extension Job {
  /// Whether it runs, as far as the kernel or its init has told.
  package var state: State { process.state }

  /// `running`, `frozen`, `stopped` or `ended`.
  package var stateName: String {
    switch state {
    case .running where limits.isFrozen: "frozen"
    case .running: "running"
    case .stopped: "stopped"
    case .ended: "ended"
    }
  }

  /// `running`, `stopped by SIGTSTP`, `ended with status 3`.
  package var stateText: String {
    switch state {
    case .running where limits.isFrozen: "frozen"
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
