import Kernel
import Language
import Sandbox

/// A launched program, from the clone until its end was taken note of.
public final class Job {
  public enum State: Equatable, Sendable {
    case running
    case stopped(Signal)
    case ended
  }

  /// As in `%1`.
  public let number: Int
  public let plan: Plan
  public let context: Context
  let child: Child
  var holdings: [any Holding]
  /// The reading end of the program's standard output, while it is captured.
  var capture: FileDescriptor?
  public internal(set) var state = State.running
  /// The child, its init or its program may still have something to tell.
  private(set) var channelIsOpen = true
  /// The program got as far as its execve.
  var isReady = false
  var failure: LaunchFailure?
  /// What the init said about the end.
  var reported: WaitStatus?
  public internal(set) var record: JobRecord

  init(
    number: Int, plan: Plan, context: Context, child: consuming Child, holdings: [any Holding],
    capture: FileDescriptor?
  ) {
    self.number = number
    self.plan = plan
    self.context = context
    self.child = child
    self.holdings = holdings
    self.capture = capture
    record = JobRecord(program: plan.program)
  }

  /// The command that launched it, in one line.
  public var text: String {
    plan.program.map { ScriptText.word($0).displayed }.joined(separator: " ")
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
        if plan.isObserved { observe() }
      case .failed(let failure): self.failure = failure
      case .exited(let status): reported = status
      case .stopped(let signal): state = .stopped(signal)
      case .continued: state = .running
      }
    }
  }

  /// Looks at the program's namespaces while it waits for that.
  private func observe() {
    for kind in NamespaceKind.allCases {
      record.namespaces[kind] = Namespaces.identity(of: kind, process: String(record.pid))
    }
    try? child.openGate()
  }

  /// Takes note of the end if it has come.
  func reapIfEnded() {
    guard let status = child.reap() else { return }
    receive()
    finish(reported ?? status)
  }

  private func finish(_ status: WaitStatus) {
    state = .ended
    record.status = status.code
    record.signal = status.signal
    if record.reason == .exited, status.signal != nil { record.reason = .killed }
  }

  /// Ends everything that runs in it, at once.
  func kill() { try? child.send(.kill) }

  func send(_ signal: Signal) { try? child.send(signal) }

  /// The descriptors that tell of it.
  ///
  /// What a program says by the channel before its end matters only to those who look at it or stop
  /// it; for the others cloche is not woken.
  var descriptors: [Int32] {
    var descriptors = [child.processDescriptor.rawValue]
    if channelIsOpen, plan.isObserved { descriptors.append(child.channel.rawValue) }
    if let capture { descriptors.append(capture.rawValue) }
    return descriptors
  }
}
