import Kernel
import Language

/// Whether a small process stands between cloche and the program: PID 1 of a new pid namespace,
/// which forwards signals and reaps. A program that is PID 1 itself ignores ^C and its own kill -9.
package struct InitProcess: Facet {
  package let isOn: Bool
  package let origin: SourceSpan?

  package init(isOn: Bool, origin: SourceSpan?) {
    self.isOn = isOn
    self.origin = origin
  }

  /// What holds when nothing was said.
  static func standard(in context: Context) -> InitProcess? {
    let needsLeader = context[TerminalSetting.self]?.kind == .own
    return context.has(.pid) || context.has(.time) || needsLeader
      ? InitProcess(isOn: true, origin: nil) : nil
  }

  package var settings: [Setting] {
    [
      Setting(
        "init", "init", isOn ? "on" : "off", origin: origin, meaning: "forwards signals and reaps")
    ]
  }

  package func violations(in context: Context) -> [Diagnostic] {
    guard !isOn, context.has(.time) else { return [] }
    return [
      Diagnostic(
        .contradiction, "`init off` with a new time namespace", at: origin,
        label: "nobody would be in the namespace"
      ).why("a process can not enter a time namespace that it makes, only its children do")
        .fix("`init on`, or `ns -time`")
    ]
  }

  package var phases: [Phase] { isOn ? [.initDeathSignal, .spawn] : [] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin) { plan in
      guard phase == .initDeathSignal else { return spawn(context, &plan) }
      plan.dieWithParent()
      // In a pid namespace orphans are its first process's anyway.
      if !context.has(.pid) { plan.control(ProcessControl.setChildSubreaper, 1) }
    }
  }

  private func spawn(_ context: Context, _ plan: inout PlanBuilder) {
    // A process that the inside can trace could be made to lie to cloche. See ptrace(2).
    plan.control(ProcessControl.setDumpable, 0)
    plan.explained(by: CloneCauses.explain) { $0.spawn(sharingMemory: !context.has(.time)) }
    plan.settleAsInit()
    // The spawn has come back, so that the program has been executed: cloche, which does not wait for
    // its end, waits for that.
    if plan.program.isInBackground {
      plan.addToInit(ChannelSteps.message(7, "executed"))
    }
  }
}

extension PlanBuilder {
  /// What an init does for itself once its child runs.
  mutating func settleAsInit() { for step in settlingSteps { addToInit(step) } }

  /// Out of the program's way: no key and no descriptor of cloche's reaches this process any more.
  var settlingSteps: [Step] {
    var steps: [Step] = []
    // Out of reach of the terminal's ^C, which would reach the program twice. Behind the spawn: the
    // program stays in the group that may read the terminal. Who leads a session is out already.
    if terminal == nil { steps.append(Step(.setpgid, [.number(0), .number(0)])) }
    // The init executes nothing, so that nothing closes by itself: the channel is put in front, and
    // all behind it goes. When it has the number already, EINVAL says so.
    var move = Step(
      .dup3,
      [
        .cell(LaunchPlan.channel), .number(3),
        .constant(OpenFlag.closeOnExec, OpenFlag.names),
      ])
    move.result = LaunchPlan.channel
    move.tolerated = [.invalidArgument]
    steps.append(move)
    steps.append(
      Step(
        .closeRange,
        [.number(4), .constant(UInt64(UInt32.max), Constants.lastDescriptor), .number(0)]))
    return steps
  }

  /// The process gets SIGKILL when its parent ends.
  mutating func dieWithParent() {
    call(
      .prctl, .constant(ProcessControl.setParentDeathSignal, ProcessControl.names),
      .constant(UInt64(Signal.kill.number), Constants.signals), .number(0), .number(0), .number(0))
  }

  mutating func control(_ operation: UInt64, _ value: Int) {
    call(
      .prctl, .constant(operation, ProcessControl.names), .number(value), .number(0), .number(0),
      .number(0))
  }

  /// The init makes the program's process, which goes on with the plan.
  ///
  /// Sharing memory until execve is the fast way, but keeps a process out of a time namespace.
  mutating func spawn(sharingMemory: Bool) {
    let flags = CloneFlag.vfork | (sharingMemory ? CloneFlag.vm : 0)
    var step = Step(.clone3, [.spawnArguments(flags: flags), .spawnArgumentsSize])
    step.kind = .spawn
    step.result = LaunchPlan.program
    add(step)
  }
}
