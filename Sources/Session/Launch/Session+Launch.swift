import Kernel
import Language
import Limits
import Sandbox

extension Session {
  /// Launches a program in a context.
  ///
  /// - Throws: what is wrong with the context, or the refusal of a step, explained. Nothing is left
  ///   of a launch that failed.
  ///
  /// - Parameter context: nil for the current box, which is joined where it is up.
  package func launch(_ program: Program, in context: Context? = nil) throws(Diagnostic) -> Job {
    guard context == nil, let box = runningBox else {
      if context == nil, let fallen = takeFallen(at: program.origin) { throw fallen }
      let context = context ?? self.context
      try refuseViolations(of: context)
      return try launch(
        try Lowering.plan(context, program: program, host: host), in: context, box: nil)
    }
    try refuseFrozen(box, at: program.origin)
    let job = try launch(try plan(program), in: self.context, box: box)
    job.box = box.holder
    job.countTroubles()
    if program.isObserved { job.record.namespaces = box.holder.record.namespaces }
    return job
  }

  /// Launches a plan, which joins a box where there is one.
  func launch(
    _ plan: Plan, in context: Context, box: RunningBox?
  ) throws(Diagnostic) -> Job {
    output.flush()
    let groups = SandboxGroups(groupMaker)
    var state = LaunchState(box?.holder.groups ?? groups)
    state.values += box?.values ?? []
    do throws(StepRefusal) {
      defer { Self.closeDescriptors(&state) }
      try prepare(plan, &state)
      return try start(plan, context, groups, &state)
    } catch {
      release(groups)
      throw explain(error, in: plan, context: context)
    }
  }

  /// Does what cloche itself does for a plan without a child.
  func prepareOnly(
    _ plan: Plan, _ context: Context, _ box: RunningBox
  ) throws(Diagnostic) {
    var state = LaunchState(box.holder.groups)
    do throws(StepRefusal) {
      defer { Self.closeDescriptors(&state) }
      try prepare(plan, &state)
    } catch {
      throw explain(error, in: plan, context: context)
    }
  }

  /// Launches a program and waits for its end. The status.
  ///
  /// - Parameter timeout: nanoseconds, then the job is ended.
  package func runInForeground(
    _ program: Program, in context: Context? = nil, timeout: Int? = nil
  ) throws(Diagnostic) -> Int32 {
    let deadline = timeout.map { Clock.deadline(after: $0) }
    // Before the launch: what stops cloche's group would stop a child that is still in it.
    if program.input == .inherited, ownsTerminal(in: context) { Terminal.awaitForeground() }
    if program.isForeground { savedTerminal = Terminal.saved() }
    let job = try launchNoted(program, in: context)
    job.deadline = deadline
    // At a prompt its keys are for its terminal, even if it reads something else.
    job.takesInput =
      program.input == .inherited || (job.plan.ownsTerminal && settings.isInteractive)
    return try attend(job, isForeground: program.isForeground)
  }

  private func ownsTerminal(in context: Context?) -> Bool {
    (context ?? self.context)[TerminalSetting.self]?.kind == .own
  }

  /// A launch whose failure is the last job's.
  func launchNoted(_ program: Program, in context: Context? = nil) throws(Diagnostic) -> Job {
    do throws(Diagnostic) {
      if context == nil { launchedContext = self.context }
      return try launch(program, in: context)
    } catch {
      lastJob = JobRecord(unlaunched: program.words, error)
      throw error
    }
  }

  /// Takes down what belongs to a job that has ended, and finds out how it came out.
  func conclude(_ job: Job) -> Job.Outcome {
    finishOutput(of: job)
    takeDown(job)
    if settings.traces { reporter.trace(job.plan, timings: job.child.timings) }
    if let failure = job.failure {
      let error = explain(failure, of: job.plan, in: job.context)
      job.record = JobRecord(unlaunched: job.record.program, error)
      return .refused(error)
    }
    guard job.isReady || job.record.reason == .timedOut || interruption != nil else {
      // With its box, perhaps, which says more.
      return .refused(takeFallen(at: job.plan.command) ?? died(job))
    }
    guard job.record.reason == .timedOut else { return .status(job.record.status) }
    job.record.status = 124
    return .refused(
      Diagnostic(
        .timedOut, "the program's time is up", at: job.plan.command, label: "ended by --timeout"))
  }

  /// What can not work is refused before anything is done.
  func refuseViolations(of context: Context) throws(Diagnostic) {
    let violations = context.violations
    guard let last = violations.last else { return }
    for violation in violations.dropLast() { reporter.report(violation, in: self) }
    throw last
  }

  private func prepare(_ plan: Plan, _ state: inout LaunchState) throws(StepRefusal) {
    for (index, (step, origin)) in plan.preparations.enumerated() {
      do throws(KernelError) {
        try step.make(&state)
      } catch {
        throw StepRefusal(number: index + 1, origin: origin, causes: step.causes, error: error)
      }
    }
  }

  private func start(
    _ plan: Plan, _ context: Context, _ groups: SandboxGroups, _ state: inout LaunchState
  ) throws(StepRefusal) -> Job {
    var pipe: (read: FileDescriptor, write: FileDescriptor)?
    defer { try? pipe?.write.close() }
    if plan.openCells.contains(where: { $0.name == "capture" }) {
      do throws(KernelError) {
        let ends = try Descriptors.pipe()
        pipe = ends
        state.values.append(("capture", Int64(ends.write.rawValue)))
      } catch {
        throw StepRefusal(
          number: plan.cloneNumber, origin: plan.command, causes: nil, error: error)
      }
    }
    let presets = plan.openCells.compactMap { open in
      state.values.first { $0.name == open.name }.map { LaunchPlan.Preset(open.cell, $0.value) }
    }
    let child: Child
    do throws(KernelError) {
      child = try plan.launch.launch(
        presets: presets, cgroup: state.cgroup.map { FileDescriptor(rawValue: $0) },
        timed: settings.traces)
    } catch {
      try? pipe?.read.close()
      throw StepRefusal(
        number: plan.cloneNumber, origin: plan.cloneOrigin, causes: CloneCauses.explain,
        error: error)
    }
    state.pid = child.pid
    let job = Job(
      number: plan.runsNothing ? 0 : nextJobNumber, plan: plan, context: context, child: child,
      groups: groups, capture: pipe?.read)
    if plan.runsNothing { helpers.append(job) } else { jobs.append(job) }
    try openGate(of: job, plan, &state)
    return job
  }

  private func openGate(of job: Job, _ plan: Plan, _ state: inout LaunchState) throws(StepRefusal) {
    guard plan.isGated else { return }
    var number = plan.cloneNumber
    var origin: SourceSpan?
    var causes: Causes?
    do throws(KernelError) {
      for attachment in plan.attachments {
        number += 1
        (origin, causes) = (attachment.origin, attachment.step.causes)
        try attachment.step.make(&state)
      }
      number += 1
      (origin, causes) = (nil, nil)
      try job.child.openGate()
    } catch {
      abandon(job)
      throw StepRefusal(number: number, origin: origin, causes: causes, error: error)
    }
  }

  /// Ends a job whose launch failed, and takes down what belongs to it.
  func abandon(_ job: Job) {
    job.kill()
    _ = job.child.waitForEnd()
    takeDown(job)
  }

  /// Takes a job that has ended off the list, with all that was held for it.
  func takeDown(_ job: Job) {
    jobs.removeAll { $0 === job }
    helpers.removeAll { $0 === job }
    try? job.capture?.close()
    job.capture = nil
    if !job.context.has(.pid), !jobs.contains(where: { $0.state != .ended }) {
      // With another job running there is no telling whose they are; its end finds them.
      Orphans.killAll(except: (jobs + helpers).map { $0.child.pid } + runningBoxes.pids)
    }
    job.record.troubles += job.newTroubles
    for group in job.allGroups {
      job.record.storedLimits.merge(group.storedLimits) { _, new in new }
      guard settings.isInteractive || asksForCounters else { continue }
      for name in group.counterNames { job.record.counters[name] = group.counter(name) }
    }
    if job.record.reason == .killed, job.record.signal == .kill,
      job.record.troubles.first?.isDeadly == true
    {
      job.record.reason = .outOfMemory
    }
    release(job.groups)
  }

  private func release(_ groups: SandboxGroups) {
    groups.release { report($0, .controlGroupRefused, severity: .warning) }
  }

  private static func closeDescriptors(_ state: inout LaunchState) {
    for descriptor in state.closing { try? FileDescriptor(rawValue: descriptor).close() }
    state.closing = []
  }

  private var nextJobNumber: Int { ((jobs + endedJobs).map(\.number).max() ?? 0) + 1 }
}

/// A step of cloche's own that was refused.
struct StepRefusal: Error {
  let number: Int
  let origin: SourceSpan?
  let causes: Causes?
  let error: KernelError
}
