import Kernel
import Language
import Limits
import Sandbox

/// A launched program, from the clone until its end was taken note of.
package final class Job {
  package enum State: Equatable, Sendable {
    case running
    case stopped(Signal)
    case ended
  }

  /// How a launch came out.
  enum Outcome {
    case status(Int32)
    /// The program never ran, or its time was up.
    case refused(Diagnostic)
  }

  /// As in `%1`.
  package let number: Int
  package let plan: Plan
  /// As it was launched, with what was changed since.
  package var context: Context
  let child: Child
  /// The control groups that are its own, and end with it.
  package let groups: SandboxGroups
  /// The first process of the box that it runs in, where that is up.
  var box: Job?
  /// It runs in a box that is up.
  package var isInBox: Bool { box != nil }
  /// The processes of the jobs in a box, of which this is the first process.
  var inhabitants: () -> [Int32] = { [] }
  /// The namespaces of a box, opened while nobody else was in them.
  var namespaces: Result<[(kind: NamespaceKind, descriptor: FileDescriptor)], KernelError> =
    .success([])
  /// How often what it shares with others had done something before it came.
  private var earlierTroubles: [String: Int] = [:]
  /// The reading end of the program's standard output, while it is captured.
  var capture: FileDescriptor?
  package internal(set) var state = State.running
  /// Nobody waits for it: `&`, or it was stopped.
  package internal(set) var isInBackground = false
  /// What is typed while it is in the foreground is for its terminal.
  var takesInput = false
  /// What is typed is passed on to a terminal of its own.
  var isRelayed: Bool { plan.ownsTerminal && takesInput }
  /// That it has stopped has been said.
  var isStopKnown = false
  /// What its limits do is looked at no sooner than this, on the monotonic clock.
  var nextLook = 0
  /// The resources whose limit has been told to have done something.
  var toldResources: Set<String> = []
  /// Once it has ended and everything of it is taken down.
  var outcome: Outcome?
  /// On the monotonic clock: then it is asked to end, and a second later made to.
  var deadline: Int?
  /// Cloche's own terminal as a stopped program left it.
  var leftTerminal: Terminal?
  /// The program's own terminal, at cloche's end.
  var terminal: PseudoTerminal?
  /// Cloche's terminal as it was at the launch.
  private let outerTerminal: Terminal?
  /// What programs inside have changed about the terminal that shows their output.
  var modes = TerminalModes()
  /// In the background: a line that it has begun to write, and when that is shown as it is.
  var openLine: Bytes = []
  var lineDeadline: Int?
  /// The child, its init or its program may still have something to tell.
  private(set) var channelIsOpen = true
  /// The program got as far as its execve.
  var isReady = false
  /// The execve has been made, as an init tells; without one the channel closes with it.
  private var wasExecuted = false
  var failure: LaunchFailure?
  /// Its init waits until nothing is left in the terminal, which its own end would empty.
  private(set) var isLingering = false
  /// What the init said about the end.
  var reported: WaitStatus?
  package internal(set) var record: JobRecord

  init(
    number: Int, plan: Plan, context: Context, child: consuming Child, groups: SandboxGroups,
    capture: FileDescriptor?
  ) {
    self.number = number
    self.plan = plan
    self.context = context
    self.child = child
    self.groups = groups
    self.capture = capture
    outerTerminal = plan.ownsTerminal ? Terminal.saved() : nil
    record = JobRecord(program: plan.program)
    groups.processes = { [unowned self] in processes }
  }

  /// The command that launched it, in one line.
  package var text: String {
    plan.program.map { ScriptText.word($0).displayed }.joined(separator: " ")
  }

  /// Lets the init end.
  func letEnd() {
    isLingering = false
    try? child.openGate()
  }

  /// Nothing of the launch is left to be done.
  var isLaunched: Bool {
    failure != nil || state == .ended || (plan.usesInit ? wasExecuted : !channelIsOpen)
  }

  /// Takes what the child has to tell.
  func receive() {
    while channelIsOpen {
      let message: LaunchMessage
      switch child.receive() {
      case .message(let received): message = received
      case .nothingYet: return
      case .closed:
        channelIsOpen = false
        return
      }
      switch message {
      case .ready(let pid):
        isReady = true
        record.pid = pid
        if plan.isHeld { letExecute() }
      case .terminal(let terminal):
        self.terminal = terminal
        terminal.imitate(outerTerminal)
      case .failed(let failure): self.failure = failure
      case .executed: wasExecuted = true
      case .exited(let status):
        reported = status
        isLingering = plan.ownsTerminal
      case .stopped(let signal): state = .stopped(signal)
      case .continued: state = .running
      }
    }
  }

  /// Looks at the program's namespaces while it waits for that.
  private func letExecute() {
    if plan.isBox { openNamespaces() }
    if plan.isObserved {
      for kind in NamespaceKind.allCases {
        record.namespaces[kind] = Namespaces.identity(of: kind, process: String(record.pid))
      }
    }
    try? child.openGate()
  }

  private func openNamespaces() {
    var opened: [(kind: NamespaceKind, descriptor: FileDescriptor)] = []
    do throws(KernelError) {
      for kind in NamespaceKind.allCases {
        record.namespaces[kind] = Namespaces.identityForChildren(of: kind, process: child.pid)
        guard context.has(kind) else { continue }
        opened.append((kind, try Namespaces.open(kind, of: child.pid)))
      }
      namespaces = .success(opened)
    } catch {
      for (_, descriptor) in opened { try? descriptor.close() }
      namespaces = .failure(error)
    }
  }

  /// The control groups that it is in, its box's included.
  var allGroups: [HeldGroup] { groups.all + (box?.groups.all ?? []) }

  /// Takes note of what others in its box have met already.
  func countTroubles() {
    for trouble in allGroups.flatMap(\.troubles) {
      earlierTroubles[trouble.resource] = trouble.count
    }
  }

  /// What its limits have done since it came.
  var newTroubles: [Trouble] {
    allGroups.flatMap(\.troubles).filter { $0.count > earlierTroubles[$0.resource] ?? 0 }
  }

  /// Takes note of what became of the process.
  func lookAfter() {
    while state != .ended, let change = child.nextChange() {
      switch change {
      case .stopped(let signal): state = .stopped(signal)
      case .continued: state = .running
      case .ended(let status):
        receive()
        finish(reported ?? status)
      }
    }
  }

  private func finish(_ status: WaitStatus) {
    state = .ended
    record.status = status.code
    record.signal = status.signal
    if record.reason == .exited, status.signal != nil { record.reason = .killed }
  }

  /// Ends everything that runs in it, at once.
  func kill() {
    try? child.send(.kill)
    letThaw()
  }

  /// What is frozen can not even die.
  package func letThaw() { groups.thaw() }

  /// The processes of it that can be found, its first one first.
  package var processes: [Int32] { ProcessList.descendants(of: child.pid) + inhabitants() }

  /// Sends a signal to the program, and to all of its process group where it has one.
  package func send(_ signal: Signal) {
    defer { if signal == .kill { letThaw() } }
    switch signal {
    case .kill where plan.usesInit: kill()
    case .stop where plan.usesInit:
      // The init takes every other signal and hands it on; this one would stop the init alone.
      ProcessList.signal(record.pid, childOf: child.pid, signal, group: plan.hasOwnGroup)
    default:
      if plan.hasOwnGroup, !plan.usesInit { return child.sendToGroup(signal) }
      try? child.send(signal)
    }
  }

  /// The program's process group as cloche sees it; nil where it is cloche's own.
  var group: Int32? {
    guard plan.hasOwnGroup else { return nil }
    return plan.usesInit ? record.pid : child.pid
  }

  /// Nanoseconds until something is due; nil where it has all the time of the world.
  var remaining: Int? {
    [deadline, lineDeadline].compactMap { $0 }.min().map { max(0, $0 - Clock.monotonic) }
  }

  /// Asks a job whose time is up to end; a second later it has to.
  func endIfDue() {
    guard let deadline, Clock.monotonic >= deadline else { return }
    guard record.reason != .timedOut else {
      self.deadline = nil
      return kill()
    }
    record.reason = .timedOut
    self.deadline = Clock.deadline(after: 1_000_000_000)
    askToEnd()
  }

  /// The polite signal; a stopped program hears it when it goes on.
  func askToEnd() {
    send(.terminate)
    letThaw()
    if state != .running { send(.continue) }
  }

  /// The descriptors that tell of it.
  ///
  /// What a program says by the channel before its end matters only to those who look at it or stop
  /// it; for the others cloche is not woken.
  var descriptors: [Int32] {
    var descriptors = [child.processDescriptor.rawValue]
    if channelIsOpen, plan.isHeld { descriptors.append(child.channel.rawValue) }
    if let capture { descriptors.append(capture.rawValue) }
    if let terminal { descriptors.append(terminal.descriptor.rawValue) }
    return descriptors
  }
}
