import Kernel
import Sandbox

/// The child of a job, and what it, its init and its program have told so far.
struct JobProcess: ~Copyable {
  private(set) var child: Child
  private(set) var state = Job.State.running
  /// Somebody is left who may have something to tell.
  private(set) var channelIsOpen = true
  /// The program got as far as its execve.
  private(set) var isReady = false
  /// The execve has been made, as an init tells; without one the channel closes with it.
  private var wasExecuted = false
  /// It was told to go on, and its init has not said yet that it does. A key that stops it would be lost
  /// on a program that still stands: what makes it go on takes back what came before.
  private(set) var isAwakening = false
  /// The step that was refused.
  private(set) var failure: LaunchFailure?
  /// What the init said about the end of the program.
  private(set) var reported: WaitStatus?
  /// The init waits until nothing is left in the terminal, which its own end would empty.
  private(set) var isLingering = false
  /// The program's process as cloche sees it; 0 before it is ready.
  private(set) var programID: Int32 = 0
  private let usesInit: Bool
  /// With the child's end the kernel ends all that is below.
  private let isFirst: Bool
  private let hasOwnGroup: Bool
  private let stepCount: Int
  /// The init was told to end all.
  private var wasOrdered = false
  /// When it has to be gone.
  private(set) var killDeadline: Int?
  private let ownsTerminal: Bool

  init(_ child: consuming Child, of plan: Plan) {
    self.child = child
    usesInit = plan.usesInit
    isFirst = plan.isFirstProcess
    stepCount = plan.launch.steps.count + plan.launch.initSteps.count
    hasOwnGroup = plan.hasOwnGroup
    ownsTerminal = plan.ownsTerminal
  }

  /// Nothing of the launch is left to be done.
  var isLaunched: Bool {
    failure != nil || state == .ended || (usesInit ? wasExecuted : !channelIsOpen)
  }

  /// The program's process group as cloche sees it; nil where it is cloche's own.
  var group: Int32? {
    guard hasOwnGroup else { return nil }
    return usesInit ? programID : child.pid
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
      (channelIsOpen, isAwakening) = (false, false)
      return nil
    }
  }

  /// What comes from inside is believed as far as it can be true: an init that somebody has got hold of
  /// may say anything.
  private mutating func note(_ message: LaunchMessage) {
    switch message {
    case .ready(let pid):
      guard !isReady else { return }
      isReady = true
      programID = pid
    case .terminal: break
    case .failed(let failure):
      guard (0..<stepCount).contains(failure.step) else { return }
      // The same one may be told twice, with more the second time; another one follows from the first.
      if self.failure == nil || self.failure?.step == failure.step { self.failure = failure }
    case .executed: wasExecuted = true
    case .exited(let status):
      isAwakening = false
      reported = status
      isLingering = ownsTerminal
    case .stopped(let signal): (state, isAwakening) = (.stopped(signal), false)
    case .continued: (state, isAwakening) = (.running, false)
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
  mutating func noteContinued() { (state, isAwakening) = (.running, usesInit && channelIsOpen) }

  /// Waits until the child is out of cloche's memory.
  mutating func leaveAlone() { child.leaveAlone() }

  /// Lets a child go on that waits before its execve.
  func letExecute() { try? child.openGate() }

  /// Lets an init end that lingers.
  mutating func letEnd() {
    isLingering = false
    try? child.openGate()
  }

  /// Sends a signal to the program, and to all of its process group where it has one.
  func send(_ signal: Signal) {
    switch signal {
    case .kill where usesInit && isFirst: try? child.send(.kill)
    case .kill where usesInit:
      // The init sees the program's end, and ends the rest.
      ProcessList.signal(programID, childOf: child.pid, signal, group: hasOwnGroup)
    case .stop where usesInit:
      // The init takes every other signal and hands it on; this one would stop the init alone.
      ProcessList.signal(programID, childOf: child.pid, signal, group: hasOwnGroup)
    default:
      if hasOwnGroup, !usesInit { return child.sendToGroup(signal) }
      try? child.send(signal)
    }
  }

  /// Ends it at once, and all that is below it.
  ///
  /// Outside of a pid namespace that takes the init, which is told first. One that does not end is made
  /// to when its time is up: this is to be called again then.
  mutating func kill() {
    guard usesInit, !isFirst else {
      try? child.send(.kill)
      return
    }
    guard wasOrdered else {
      wasOrdered = true
      killDeadline = Clock.deadline(after: Self.patience)
      return child.orderEnd()
    }
    guard let deadline = killDeadline, Clock.monotonic >= deadline else { return }
    killDeadline = nil
    try? child.send(.kill)
  }

  /// How long an init may take to end all, in nanoseconds: more than it waits for what cannot end.
  private static let patience = 3_000_000_000

  /// Stops a program that leads the session of its terminal, unless it has something else in mind with
  /// SIGTSTP: the kernel drops the signal, because nobody in its session could continue it.
  func stopLeader(of terminal: PseudoTerminal) {
    guard terminal.foregroundGroup == child.pid,
      ProcessList.leavesToKernel(.terminalStop, of: child.pid)
    else { return }
    child.sendToGroup(.stop)
  }
}
