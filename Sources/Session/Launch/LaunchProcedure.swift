import Kernel
import Language
import Limits
import Sandbox

/// One launch of a plan: what cloche itself does before, the clone, and what it does before the gate
/// is opened.
struct LaunchProcedure {
  let plan: Plan
  let context: Context
  /// The box that is joined or changed.
  let box: RunningBox?
  let supervisor: Supervisor

  /// Launches it, with control groups of its own.
  ///
  /// - Throws: the refusal of a step; then nothing is left of the launch.
  func launch(_ groups: SandboxGroups) throws(StepRefusal) -> Job {
    var state = LaunchState(box?.holder.groups ?? groups)
    state.values += box?.values ?? []
    do throws(StepRefusal) {
      defer { Self.closeDescriptors(&state) }
      try prepare(&state)
      return try start(groups, &state)
    } catch {
      supervisor.release(groups)
      throw error
    }
  }

  /// Does what cloche itself does to a box, for a plan without a child.
  func change(_ box: RunningBox) throws(StepRefusal) {
    var state = LaunchState(box.holder.groups)
    defer { Self.closeDescriptors(&state) }
    try prepare(&state)
  }

  private func prepare(_ state: inout LaunchState) throws(StepRefusal) {
    for (index, (step, origin)) in plan.preparations.enumerated() {
      do throws(KernelError) {
        try step.make(&state)
      } catch {
        throw StepRefusal(number: index + 1, origin: origin, causes: step.causes, error: error)
      }
    }
  }

  private func start(
    _ groups: SandboxGroups, _ state: inout LaunchState
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
        timed: supervisor.surroundings.traces)
    } catch {
      try? pipe?.read.close()
      throw StepRefusal(
        number: plan.cloneNumber, origin: plan.cloneOrigin, causes: CloneCauses.explain,
        error: error)
    }
    state.pid = child.pid
    let job = Job(
      number: plan.runsNothing ? 0 : supervisor.jobs.nextNumber, plan: plan, context: context,
      child: child, groups: groups, capture: pipe?.read)
    supervisor.jobs.add(job)
    try openGate(of: job, &state)
    return job
  }

  private func openGate(of job: Job, _ state: inout LaunchState) throws(StepRefusal) {
    guard plan.isGated else { return }
    defer { job.process.leaveAlone() }
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
      try job.process.child.openGate()
    } catch {
      supervisor.abandon(job)
      throw StepRefusal(number: number, origin: origin, causes: causes, error: error)
    }
  }

  private static func closeDescriptors(_ state: inout LaunchState) {
    for descriptor in state.closing { try? FileDescriptor(rawValue: descriptor).close() }
    state.closing = []
  }
}
