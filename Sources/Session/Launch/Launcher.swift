import Kernel
import Language
import Limits
import Sandbox

/// Launches programs in contexts: the plan, the clone, and what comes of a refusal.
package final class Launcher {
  private let surroundings: Surroundings
  private let messages: Messages
  private let output: Output
  private let boxes: BoxStore
  private let supervisor: Supervisor
  private let terminal: TerminalKeeper
  private let control: JobControl
  private let groupMaker: GroupMaker
  private var remarks = ContextRemarks()

  init(
    _ surroundings: Surroundings, _ messages: Messages, _ output: Output, _ boxes: BoxStore,
    _ supervisor: Supervisor, _ terminal: TerminalKeeper, _ control: JobControl,
    _ groupMaker: GroupMaker
  ) {
    self.surroundings = surroundings
    self.messages = messages
    self.output = output
    self.boxes = boxes
    self.supervisor = supervisor
    self.terminal = terminal
    self.control = control
    self.groupMaker = groupMaker
  }

  /// A program and its arguments, for the command that names it, connected as the session is.
  package func program(_ words: [Argument], for arguments: Arguments) -> Program {
    let isInteractive = surroundings.isInteractive
    var program = Program(words: words.map(\.bytes), origin: arguments.span)
    program.input = surroundings.inputIsScript ? .null : .inherited
    program.isCaptured = output.isCapturing
    program.isInBackground = arguments.isBackground
    program.hasOwnGroup = isInteractive || arguments.isBackground
    program.isForeground =
      isInteractive && !arguments.isBackground && program.input == .inherited
    if program.isForeground, !boxes.context.settings.isEmpty {
      program.promptName = boxes.current.name
    }
    // Two readers of one input would each get a part of it. At a prompt the terminal sees to it.
    if arguments.isBackground, !isInteractive { program.input = .null }
    program.isObserved = isInteractive || surroundings.namesNamespaces
    return program
  }

  /// The plan that a launch in the current context would run.
  package func plan(_ program: Program) throws(Diagnostic) -> Plan {
    try plan(program, purpose: runningBox.map { .join($0.place) } ?? .sandbox)
  }

  // MARK: - Running

  /// Launches a program and waits for its end. The status.
  ///
  /// - Parameters:
  ///   - context: nil for the current box, which is joined where it is up.
  ///   - timeout: nanoseconds, then the job is ended.
  ///   - grace: nanoseconds between SIGTERM and SIGKILL; nil for a second.
  package func runInForeground(
    _ program: Program, in context: Context? = nil, timeout: Int? = nil, grace: Int? = nil
  ) throws(Diagnostic) -> Int32 {
    let deadline = timeout.map { Clock.deadline(after: $0) }
    // Before the launch: what stops cloche's group would stop a child that is still in it.
    if program.input == .inherited, takesTerminalAtOnce(program, in: context ?? boxes.context) {
      Terminal.awaitForeground()
    }
    if program.isForeground { terminal.save() }
    let job = try launchNoted(program, in: context, isTimed: timeout != nil)
    job.end.deadline = deadline
    job.end.grace = grace ?? JobEnd.standardGrace
    // At a prompt its keys are for its terminal, even if it reads something else.
    job.terminal.takesInput =
      !job.plan.defersTerminal
      && (program.input == .inherited || (job.plan.ownsTerminal && surroundings.isInteractive))
    return try control.attend(job, isForeground: program.isForeground)
  }

  /// Whether all that is typed is the program's from the beginning.
  private func takesTerminalAtOnce(_ program: Program, in context: Context) -> Bool {
    let host = surroundings.host
    let setting = TerminalSetting.holding(in: context, on: host, for: program)
    let usesInit = context[InitProcess.self]?.isOn ?? true
    return setting.kind == .own && !setting.isDeferred(for: program, usesInit: usesInit, on: host)
  }

  /// Launches a program and goes on without waiting for its end, but not before it is known whether
  /// its sandbox could be set up.
  ///
  /// - Parameters:
  ///   - timeout: nanoseconds, then the job is ended.
  ///   - grace: nanoseconds between SIGTERM and SIGKILL; nil for a second.
  package func runInBackground(
    _ program: Program, timeout: Int? = nil, grace: Int? = nil
  ) throws(Diagnostic) {
    guard !output.isCapturing else {
      throw Diagnostic(
        .contradiction, "what runs in the background cannot be captured", at: program.origin,
        label: "nobody waits for its output")
    }
    let deadline = timeout.map { Clock.deadline(after: $0) }
    let job = try launchNoted(program, isTimed: timeout != nil)
    job.end.deadline = deadline
    job.end.grace = grace ?? JobEnd.standardGrace
    supervisor.wait(watching: [job.process.child.channel.rawValue]) { job.process.isLaunched }
    if job.process.failure != nil || (job.state == .ended && !job.process.isReady) {
      while job.state != .ended { _ = supervisor.turn(nanoseconds: nil) }
      _ = try control.finish(job)
    }
    job.isInBackground = true
    supervisor.lastRecord = job.record
    if job.state == .ended { supervisor.settle(job) }
    if surroundings.isInteractive { messages.say("[\(job.number)] \(job.record.pid)") }
  }

  /// Runs a program outside of any sandbox. Its status.
  package func runOnHost(_ program: Program) throws(Diagnostic) -> Int32 {
    let record = supervisor.lastRecord
    defer { supervisor.lastRecord = record }
    return try runInForeground(program, in: .host)
  }

  /// Puts a program into cloche's own place. Returns only the refusal.
  package func replace(_ program: Program) throws(Diagnostic) -> Diagnostic {
    let plan = try self.plan(program)
    let replacement = Replacement(
      plan: plan, context: boxes.context, boxIsUp: runningBox != nil,
      isCaptured: output.isCapturing)
    if let refusal = replacement.refusal(at: program.origin) { return refusal }
    output.flush()
    let explainer = Explainer(plan, boxes.context, surroundings.host)
    do throws(KernelError) {
      return explainer.explain(try plan.launch.replaceThisProcess(presets: []))
    } catch {
      return explainer.explain(
        StepRefusal(number: 1, origin: program.origin, causes: nil, error: error))
    }
  }

  // MARK: - Launching

  /// A launch whose failure is the last job's.
  private func launchNoted(
    _ program: Program, in context: Context? = nil, isTimed: Bool
  ) throws(Diagnostic) -> Job {
    do throws(Diagnostic) {
      if context == nil { remark() }
      return try launch(program, in: context, isTimed: isTimed)
    } catch {
      supervisor.lastRecord = JobRecord(unlaunched: program.words, error)
      throw error
    }
  }

  /// Takes note that the current context is launched, and says what may surprise about it.
  private func remark() {
    boxes.noteLaunch()
    guard surroundings.isInteractive, runningBox == nil else { return }
    for note in remarks.take(for: boxes.context) {
      for line in messages.textStyle.wrap(note, first: 0, indent: "      ").split(separator: "\n") {
        messages.say(String(line))
      }
    }
  }

  /// - Throws: what is wrong with the context, or the refusal of a step, explained. Nothing is left
  ///   of a launch that failed.
  private func launch(
    _ program: Program, in context: Context?, isTimed: Bool
  ) throws(Diagnostic) -> Job {
    guard context == nil, let box = runningBox else {
      if context == nil, let fallen = supervisor.takeFallen(boxes.current.name, at: program.origin)
      {
        throw fallen
      }
      let context = context ?? boxes.context
      return try launch(try plan(program, in: context, purpose: .sandbox), in: context, box: nil)
    }
    try box.refuseFrozen(at: program.origin)
    let needsCare = isTimed && box.place.kinds.contains(.pid)
    let offspring = needsCare ? BoxOffspring(in: box.pid) : nil
    let job = try launch(try plan(program), in: boxes.context, box: box)
    job.enter(box, isObserved: program.isObserved)
    job.end.offspring = offspring
    supervisor.noteCompany(of: job)
    return job
  }

  /// Launches a plan, which joins a box where there is one.
  func launch(_ plan: Plan, in context: Context, box: RunningBox?) throws(Diagnostic) -> Job {
    output.flush()
    do throws(StepRefusal) {
      return try LaunchProcedure(plan: plan, context: context, box: box, supervisor: supervisor)
        .launch(SandboxGroups(groupMaker))
    } catch {
      throw Explainer(plan, context, surroundings.host).explain(error)
    }
  }

  /// Does what cloche itself does to a box for a plan without a child.
  func change(_ box: RunningBox, by plan: Plan, to context: Context) throws(Diagnostic) {
    do throws(StepRefusal) {
      try LaunchProcedure(plan: plan, context: context, box: box, supervisor: supervisor)
        .change(box)
    } catch {
      throw Explainer(plan, context, surroundings.host).explain(error)
    }
  }

  /// What a refusal becomes that was met outside of a launch, with what may be behind it.
  package func refusal(_ error: KernelError, _ causes: Causes?, at span: SourceSpan) -> Diagnostic {
    let refusal = Refusal(
      call: nil, errno: error.errno, context: boxes.context, host: surroundings.host, origin: span)
    let explanation = causes?(refusal) ?? Explanation(.controlGroupRefused)
    return Diagnostic(
      explanation.code, "could not \(error.operation): \(error.errno.explained)", at: span
    ).explained(by: explanation)
  }

  /// The plan of a program in a context, the current one without any.
  ///
  /// - Throws: what is wrong with the context.
  func plan(
    _ program: Program, in context: Context? = nil, purpose: Purpose
  ) throws(Diagnostic) -> Plan {
    let context = context ?? boxes.context
    try refuseViolations(of: context)
    return try Lowering.plan(
      context, program: program, host: surroundings.host, purpose: purpose)
  }

  /// What cannot work is refused before anything is done.
  func refuseViolations(of context: Context) throws(Diagnostic) {
    let violations = context.violations
    guard let last = violations.last else { return }
    for violation in violations.dropLast() { messages.report(violation) }
    throw last
  }

  private var runningBox: RunningBox? { supervisor.boxes[boxes.current.name] }
}
