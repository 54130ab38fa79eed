import Kernel
import Language
import Limits
import Sandbox

/// A launched program, from the clone until its end was taken note of.
package final class Job {
  /// What the kernel tells of a process to its parent.
  package enum State: Equatable, Sendable {
    case running
    case stopped(Signal)
    case ended
  }

  /// As in `%1`.
  package let number: Int
  /// What it was launched by.
  package let plan: Plan
  /// As it was launched, with what was changed since.
  package var context: Context
  var process: JobProcess
  var terminal: JobTerminal
  var limits: JobLimits
  var end: JobEnd
  /// The box that it runs in, where that is up, and the first process of that.
  private(set) var box: (name: String, holder: Job)?
  /// The namespaces of the box that it holds, where it does.
  private(set) var boxNamespaces: BoxNamespaces?
  /// The processes of the jobs in a box, of which this is the first process.
  var inhabitants: () -> [Int32] = { [] }
  /// The reading end of the program's standard output, while it is captured.
  var capture: FileDescriptor?
  /// Nobody waits for it: `&`, or it was stopped.
  var isInBackground = false
  /// That it has stopped has been said.
  var isStopKnown = false

  init(
    number: Int, plan: Plan, context: Context, child: consuming Child, groups: SandboxGroups,
    capture: FileDescriptor?
  ) {
    self.number = number
    self.plan = plan
    self.context = context
    self.capture = capture
    process = JobProcess(child, of: plan)
    terminal = JobTerminal(
      of: plan, isAsked: context[TerminalSetting.self]?.origin != nil)
    limits = JobLimits(groups)
    end = JobEnd(of: plan.program)
    groups.processes = { [unowned self] in processes }
  }

  /// The command that launched it, in one line.
  package var text: String {
    plan.program.map { ScriptText.word($0).displayed }.joined(separator: " ")
  }

  /// How it ended, as far as it is known.
  package var record: JobRecord { end.record }

  /// The control groups that are its own, and end with it.
  package var groups: SandboxGroups { limits.groups }

  /// It runs in a box that is up.
  package var isInBox: Bool { box != nil }

  /// Takes note that it runs in a box.
  func enter(_ box: RunningBox, isObserved: Bool) {
    self.box = (box.name, box.holder)
    limits.share(box.holder.groups)
    if isObserved { end.record.namespaces = box.holder.record.namespaces }
  }

  /// Takes what the child has to tell.
  func receive() {
    while let message = process.nextMessage() {
      switch message {
      case .ready(let pid):
        end.record.pid = pid
        if plan.isHeld { letExecute() }
      case .terminal(let own): terminal.open(own)
      default: break
      }
    }
  }

  /// Looks at the program's namespaces while it waits for that.
  private func letExecute() {
    if plan.isBox {
      let namespaces = BoxNamespaces(of: process.child.pid, context)
      end.record.namespaces = namespaces.identities
      boxNamespaces = namespaces
    }
    if plan.isObserved {
      for kind in NamespaceKind.allCases {
        end.record.namespaces[kind] = Namespaces.identity(of: kind, process: String(record.pid))
      }
    }
    process.letExecute()
  }

  /// Takes note of what became of the process.
  func lookAfter() {
    while process.state != .ended, let change = process.child.nextChange() {
      if case .ended(let status) = change {
        receive()
        end.note(process.reported ?? status)
      }
      process.note(change)
    }
  }

  /// Asks it to end when its time is up; a second later it has to.
  func endIfDue() {
    if let demand = end.takeDemand() {
      // Which process the program is may have been told, and not been read.
      if end.offspring != nil { receive() }
      let program = record.pid
      end.offspring?.note(below: program)
      switch demand {
      case .ask: askToEnd()
      case .force: kill()
      }
    }
    if let deadline = process.killDeadline, Clock.monotonic >= deadline { kill() }
  }

  /// Nanoseconds until something is due; nil where it has all the time of the world.
  var remaining: Int? {
    [end.deadline, terminal.lineDeadline, process.killDeadline].compactMap { $0 }.min()
      .map { max(0, $0 - Clock.monotonic) }
  }

  /// The descriptors that tell of it.
  ///
  /// What a program says by the channel before its end matters only to those who look at it or stop
  /// it; for the others cloche is not woken.
  var descriptors: [Int32] {
    var descriptors = [process.child.processDescriptor.rawValue]
    if process.channelIsOpen, plan.isHeld || plan.hasOwnGroup {
      descriptors.append(process.child.channel.rawValue)
    }
    if let capture { descriptors.append(capture.rawValue) }
    if let own = terminal.own { descriptors.append(own.descriptor.rawValue) }
    return descriptors
  }
}
