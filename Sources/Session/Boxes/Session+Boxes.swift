import Kernel
import Language
import Sandbox

// Boxes that are up: `up`, `down`, and what changes in between.

extension Session {
  /// The current box, where it is up.
  package var runningBox: RunningBox? { runningBox(named: boxes.current.name) }

  package func runningBox(named name: String) -> RunningBox? {
    runningBoxes[name]
  }

  /// The plan that brings the current box up.
  package func planOfBox(at span: SourceSpan) throws(Diagnostic) -> Plan {
    try refuseViolations(of: context)
    return try Lowering.plan(
      context, program: Program(words: [], origin: span), host: host, purpose: .box)
  }

  /// Brings the current box up: everything is made but a program.
  ///
  /// - Throws: the refusal of a step, explained; then nothing is left of it.
  package func bringUp(at span: SourceSpan) throws(Diagnostic) {
    let name = boxes.current.name
    if runningBox != nil {
      throw Self.isUp(name, at: span)
    }
    fallenBoxes[name] = nil
    guard OwnImage.isProtected else { throw Self.isUnprotected(at: span) }
    let plan = try planOfBox(at: span)
    output.flush()
    let holder = try launch(plan, in: context, box: nil)
    holder.inhabitants = { [unowned self, unowned holder] in
      jobs.filter { $0.box === holder }.flatMap(\.processes)
    }
    let box = RunningBox(
      name: name, holder: holder, namespaces: try awaitHolder(holder),
      folder: WorkingFolder.path ?? Bytes("/".utf8))
    helpers.removeAll { $0 === holder }
    runningBoxes.add(box)
    launchedContext = context
    if settings.traces { reporter.trace(plan, timings: holder.child.timings) }
  }

  /// Waits until a box is made, and opens its namespaces.
  private func awaitHolder(
    _ holder: Job
  ) throws(Diagnostic) -> [(kind: NamespaceKind, descriptor: FileDescriptor)] {
    while !holder.isReady, holder.failure == nil, holder.state != .ended, interruption == nil {
      _ = turn(
        watching: [], nanoseconds: settings.deadline.map { max(0, $0 - Clock.monotonic) })
      takeInterruption()
    }
    if holder.isReady, case .success(let namespaces) = holder.namespaces { return namespaces }
    let failure = holder.failure
    abandon(holder)
    if let failure { throw explain(failure, of: holder.plan, in: holder.context) }
    if case .failure(let error) = holder.namespaces {
      throw Diagnostic(
        .stepRefused, "could not \(error.operation): \(error.errno.explained)",
        at: holder.plan.command)
    }
    throw died(holder)
  }

  /// Ends the current box, and what runs in it.
  package func bringDown(at span: SourceSpan) throws(Diagnostic) {
    guard let box = runningBox else { throw notUp(at: span) }
    bringDown(box)
  }

  /// That the current box is not up; if it was ended from outside, that.
  package func notUp(at span: SourceSpan) -> Diagnostic {
    takeFallen(at: span) ?? Self.isDown(boxes.current.name, at: span)
  }

  private static func isUnprotected(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unprotectedFile, "what runs in a box could overwrite cloche's own file", at: span,
      label: "programs would come in from it"
    ).why("it could neither be put on a read-only mount nor be copied into sealed memory")
      .fix("run a cloche that another user owns, and that you may not write")
  }

  static func isUp(_ name: String?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .boxIsUp, "the box\(name.map { " `\($0)`" } ?? "") is up already", at: span,
      label: "it comes up once"
    ).fix("`exec` runs a program in it, `down` ends it")
  }

  static func isDown(_ name: String?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .boxIsDown, "the box\(name.map { " `\($0)`" } ?? "") is not up", at: span,
      label: "nothing of it runs"
    ).fix("`up` brings it up")
  }

  func bringDown(_ box: RunningBox) {
    box.holder.letThaw()
    for job in jobs where job.box === box.holder {
      if job.isInBackground, job.failure == nil, interruption == nil {
        reporter.say("note: %\(job.number) is ended with its box: \(job.text)")
      }
      end(job)
      if job.state == .ended, !job.isInBackground { takeDown(job) }
      // That has been said.
      endedJobs.removeAll { $0 === job }
    }
    box.holder.kill()
    if box.holder.state != .ended { _ = box.holder.child.waitForEnd() }
    runningBoxes.remove(box)
    takeDown(box.holder)
  }

  /// Takes note of boxes that somebody else has ended: the out-of-memory killer, or a kill.
  ///
  /// - Parameter indices: of the descriptors of the boxes that are up, which tell so.
  func noteFallenBoxes(at indices: [Int]) {
    for box in indices.compactMap({ runningBoxes.box(at: $0) }) {
      box.holder.lookAfter()
      guard box.holder.state == .ended else { continue }
      // Before its jobs are waited for: it would be found again.
      runningBoxes.remove(box)
      let how = box.holder.record.signal.map { "killed by \($0.name)" } ?? "ended"
      let trouble = box.holder.groups.all.flatMap(\.troubles).first.map { ": \($0.text)" } ?? ""
      let reason = "its first process was \(how)\(trouble)"
      fallenBoxes[box.name] = reason
      if jobs.contains(where: { $0.box === box.holder && !$0.isInBackground }) {
        // It is ended with its box, and somebody waits for it now.
        reporter.say("note: the box `\(box.name)` is not up any more: \(reason)")
      }
      bringDown(box)
    }
  }

  /// What became of the current box, said once.
  func takeFallen(at span: SourceSpan?) -> Diagnostic? {
    let name = boxes.current.name
    guard let how = fallenBoxes.removeValue(forKey: name) else { return nil }
    return Diagnostic(
      .boxIsDown, "the box `\(name)` is not up any more", at: span, label: how
    ).why("what was in it is gone with it").fix("`up` makes it anew")
  }

  /// Makes another context the current box's. Where that is up, it is changed first.
  ///
  /// - Throws: what can not change while it is up, or the refusal of a step; then the context is as
  ///   it was.
  package func change(to context: Context, at span: SourceSpan) throws(Diagnostic) {
    try applyToRunningBox(context, at: span)
    boxes.change(to: context)
  }

  /// Changes the current box, where it is up, to be as another context says.
  package func applyToRunningBox(_ new: Context, at span: SourceSpan) throws(Diagnostic) {
    guard let box = runningBox else { return }
    let old = self.context
    if let refusal = LiveChanges.refusal(from: old, to: new, at: span) { throw refusal }
    try refuseInScope(old, new, at: span)
    if LiveChanges.areDueNow(from: old, to: new) {
      try refuseViolations(of: new)
      try refuseFrozen(box, at: span)
      do throws(Diagnostic) {
        try make(new, from: old, in: box, at: span)
      } catch {
        // Of several changes some may have been made.
        try? make(old, from: new, in: box, at: span)
        throw error
      }
    }
    box.holder.context = new
    // What is in effect already is no change that waits for a run.
    if !hasChangedSinceRun, LiveChanges.areAllDueNow(from: old, to: new) { launchedContext = new }
  }

  /// The end of a scope takes its changes back: what it could not is refused at once.
  private func refuseInScope(
    _ old: Context, _ new: Context, at span: SourceSpan
  ) throws(Diagnostic) {
    let isInScope = frames.contains { frame in
      if case .scope(let snapshot, let holder?) = frame.kind {
        snapshot.box.name == boxes.current.name && holder == runningBox?.pid
      } else {
        false
      }
    }
    guard isInScope, let refusal = LiveChanges.refusal(from: new, to: old, at: span) else {
      return
    }
    let words = text(of: span)
    throw Diagnostic(
      .boxIsUp, "`\(words)` in a scope, while the box is up", at: span,
      label: "the end of the scope could not take it back"
    ).why(refusal.label).fix("do it outside of the scope, or bring the box up inside of it")
  }

  private func make(
    _ new: Context, from old: Context, in box: RunningBox, at span: SourceSpan
  ) throws(Diagnostic) {
    let plan = try Lowering.plan(
      new, program: Program(words: [], origin: span), host: host,
      purpose: .change(box.place, from: old))
    guard !plan.launch.steps.isEmpty else { return try prepareOnly(plan, new, box) }
    let job = try launch(plan, in: new, box: box)
    while job.state != .ended, interruption == nil {
      _ = turn(watching: [], nanoseconds: nil)
      takeInterruption()
    }
    job.kill()
    takeDown(job)
    if let failure = job.failure { throw explain(failure, of: plan, in: new) }
    if !job.isReady { throw died(job) }
    if settings.traces { reporter.trace(plan, timings: job.child.timings) }
  }

  /// Puts back what a scope has changed. A box that came up in it goes down.
  func leaveScope(
    _ snapshot: (index: Int, box: BoxStore.Box), holder: Int32?, at span: SourceSpan?
  ) {
    if let box = runningBox(named: snapshot.box.name) {
      if box.pid != holder {
        bringDown(box)
      } else if let span {
        boxes.select(snapshot.box.name)
        do throws(Diagnostic) {
          try applyToRunningBox(snapshot.box.context, at: span)
        } catch {
          reporter.report(error, in: self)
        }
      }
    }
    boxes.restore(snapshot)
  }

  /// What runs in a frozen box would stand still before it has begun.
  func refuseFrozen(_ box: RunningBox, at span: SourceSpan?) throws(Diagnostic) {
    guard box.holder.groups.isFrozen else { return }
    throw Diagnostic(
      .boxIsUp, "the box `\(box.name)` is frozen", at: span,
      label: "nothing can be done in it"
    ).fix("`thaw box`")
  }
}
