import Kernel
import Limits

// What is done to the processes of a job from outside.

extension Job {
  /// The processes of it that can be found, its first one first.
  package var processes: [Int32] {
    ProcessList.descendants(of: process.child.pid) + inhabitants()
  }

  /// The program's process group as cloche sees it; nil where it is cloche's own.
  var group: Int32? {
    guard plan.hasOwnGroup else { return nil }
    return plan.usesInit ? record.pid : process.child.pid
  }

  /// Sends a signal to the program, and to all of its process group where it has one.
  package func send(_ signal: Signal) {
    defer { if signal == .kill { letThaw() } }
    switch signal {
    case .kill where plan.usesInit: kill()
    case .stop where plan.usesInit:
      // The init takes every other signal and hands it on; this one would stop the init alone.
      ProcessList.signal(
        record.pid, childOf: process.child.pid, signal, group: plan.hasOwnGroup)
    default:
      if plan.hasOwnGroup, !plan.usesInit { return process.child.sendToGroup(signal) }
      try? process.child.send(signal)
    }
  }

  /// Ends everything that runs in it, at once.
  func kill() {
    try? process.child.send(.kill)
    letThaw()
  }

  /// Sends the polite signal; a stopped program hears it when it goes on.
  func askToEnd() {
    send(.terminate)
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

  /// Lets it go on where it is frozen: what is frozen can not even die.
  package func letThaw() { groups.thaw() }

  /// Stops a program that leads its session, unless it has something else in mind with SIGTSTP: the
  /// kernel drops the signal, because nobody in its session could continue it.
  func stopWithoutLeader() {
    guard terminal.own?.foregroundGroup == process.child.pid,
      ProcessList.leavesToKernel(.terminalStop, of: process.child.pid)
    else { return }
    process.child.sendToGroup(.stop)
  }
}
