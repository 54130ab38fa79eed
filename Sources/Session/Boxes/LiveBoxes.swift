import Kernel
import Language
import Sandbox

/// Boxes that are up: `up`, `down`, and what changes in between.
package final class LiveBoxes {
  /// A `scope` that is open, and what it puts back at its end.
  private struct Scope {
    let snapshot: (index: Int, box: BoxStore.Box)
    /// The process that held the box before, where it was up.
    let holder: Int32?
  }

  private let surroundings: Surroundings
  private let messages: Messages
  private let boxes: BoxStore
  private let supervisor: Supervisor
  private let launcher: Launcher
  /// The innermost last.
  private var scopes: [Scope] = []

  init(
    _ surroundings: Surroundings, _ messages: Messages, _ boxes: BoxStore,
    _ supervisor: Supervisor, _ launcher: Launcher
  ) {
    self.surroundings = surroundings
    self.messages = messages
    self.boxes = boxes
    self.supervisor = supervisor
    self.launcher = launcher
  }

  /// The current box, where it is up.
  package var current: RunningBox? { named(boxes.current.name) }

  /// A box by its name, where it is up.
  package func named(_ name: String) -> RunningBox? { supervisor.boxes[name] }

  // MARK: - Up and down

  /// The plan that brings the current box up.
  package func plan(at span: SourceSpan) throws(Diagnostic) -> Plan {
    try launcher.plan(Program(words: [], origin: span), purpose: .box)
  }

  /// Brings the current box up: everything is made but a program.
  ///
  /// - Throws: the refusal of a step, explained; then nothing is left of it.
  package func bringUp(at span: SourceSpan) throws(Diagnostic) {
    let name = boxes.current.name
    if current != nil { throw RunningBox.isUp(name, at: span) }
    supervisor.fallenBoxes[name] = nil
    guard OwnImage.isProtected else { throw Self.isUnprotected(at: span) }
    let plan = try plan(at: span)
    let holder = try launcher.launch(plan, in: boxes.context, box: nil)
    holder.inhabitants = { [unowned supervisor, unowned holder] in
      supervisor.jobs.running.filter { $0.box?.holder === holder }.flatMap(\.processes)
    }
    let box = RunningBox(
      name: name, holder: holder, namespaces: try awaitHolder(holder),
      folder: WorkingFolder.path ?? Bytes("/".utf8))
    supervisor.add(box)
    boxes.noteLaunch()
    if surroundings.traces { messages.trace(holder) }
  }

  /// Waits until a box is made, and hands out its namespaces.
  private func awaitHolder(
    _ holder: Job
  ) throws(Diagnostic) -> [(kind: NamespaceKind, descriptor: FileDescriptor)] {
    supervisor.wait {
      holder.process.isReady || holder.process.failure != nil || holder.state == .ended
    }
    let opened = holder.boxNamespaces?.opened
    if holder.process.isReady, case .success(let namespaces) = opened { return namespaces }
    let failure = holder.process.failure
    supervisor.abandon(holder)
    if let failure {
      throw Explainer(holder.plan, holder.context, surroundings.host).explain(failure)
    }
    if case .failure(let error) = opened {
      throw Diagnostic(
        .stepRefused, "could not \(error.operation): \(error.errno.explained)",
        at: holder.plan.command)
    }
    throw Explainer.died(holder)
  }

  /// Ends the current box, and what runs in it.
  package func bringDown(at span: SourceSpan) throws(Diagnostic) {
    guard let box = current else { throw isDown(at: span) }
    supervisor.bringDown(box)
  }

  /// That the current box is not up; if it was ended from outside, that.
  package func isDown(at span: SourceSpan) -> Diagnostic {
    let name = boxes.current.name
    return supervisor.takeFallen(name, at: span) ?? RunningBox.isDown(name, at: span)
  }

  private static func isUnprotected(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unprotectedFile, "what runs in a box could overwrite cloche's own file", at: span,
      label: "programs would come in from it"
    ).why("it could neither be put on a read-only mount nor be copied into sealed memory")
      .fix("run a cloche that another user owns, and that you may not write")
  }

  // MARK: - Changes

  /// Makes another context the current box's. Where that is up, it is changed first.
  ///
  /// - Throws: what cannot change while it is up, or the refusal of a step; then the context is as
  ///   it was.
  package func change(to context: Context, at span: SourceSpan) throws(Diagnostic) {
    try apply(context, at: span)
    boxes.change(to: context)
  }

  /// Changes the current box, where it is up, to be as another context says.
  package func apply(_ new: Context, at span: SourceSpan) throws(Diagnostic) {
    guard let box = current else { return }
    let old = boxes.context
    if let refusal = LiveChanges.refusal(from: old, to: new, at: span) { throw refusal }
    try refuseInScope(old, new, at: span)
    if LiveChanges.areDueNow(from: old, to: new) {
      try launcher.refuseViolations(of: new)
      try box.refuseFrozen(at: span)
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
    if !boxes.hasChangedSinceRun, LiveChanges.areAllDueNow(from: old, to: new) {
      boxes.noteInEffect(new)
    }
  }

  private func make(
    _ new: Context, from old: Context, in box: RunningBox, at span: SourceSpan
  ) throws(Diagnostic) {
    let plan = try Lowering.plan(
      new, program: Program(words: [], origin: span), host: surroundings.host,
      purpose: .change(box.place, from: old))
    guard !plan.launch.steps.isEmpty else { return try launcher.change(box, by: plan, to: new) }
    let job = try launcher.launch(plan, in: new, box: box)
    supervisor.wait { job.state == .ended }
    job.kill()
    supervisor.takeDown(job)
    if let failure = job.process.failure {
      throw Explainer(plan, new, surroundings.host).explain(failure)
    }
    if !job.process.isReady { throw Explainer.died(job) }
    if surroundings.traces { messages.trace(job) }
  }

  // MARK: - Scopes

  /// A scope begins: what is changed from here on is put back at its end.
  func enterScope() { scopes.append(Scope(snapshot: boxes.snapshot, holder: current?.pid)) }

  /// Puts back what the innermost scope has changed. A box that came up in it goes down.
  func leaveScope(at span: SourceSpan?) {
    guard let scope = scopes.popLast() else { return }
    if let box = named(scope.snapshot.box.name) {
      if box.pid != scope.holder {
        supervisor.bringDown(box)
      } else if let span {
        boxes.select(scope.snapshot.box.name)
        do throws(Diagnostic) {
          try apply(scope.snapshot.box.context, at: span)
        } catch {
          messages.report(error)
        }
      }
    }
    boxes.restore(scope.snapshot)
  }

  /// The end of a scope takes its changes back: what it could not is refused at once.
  private func refuseInScope(
    _ old: Context, _ new: Context, at span: SourceSpan
  ) throws(Diagnostic) {
    let isInScope = scopes.contains { scope in
      scope.snapshot.box.name == boxes.current.name && scope.holder != nil
        && scope.holder == current?.pid
    }
    guard isInScope, let refusal = LiveChanges.refusal(from: new, to: old, at: span) else {
      return
    }
    let words = messages.text(of: span)
    throw Diagnostic(
      .boxIsUp, "`\(words)` in a scope, while the box is up", at: span,
      label: "the end of the scope could not take it back"
    ).why(refusal.label).fix("do it outside of the scope, or bring the box up inside of it")
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofLiveBoxes: [ErrorCode] { [.unprotectedFile] }

  package static var unprotectedFile: ErrorCode {
    ErrorCode(
      504, title: "cloche's own file is not safe from what would be inside",
      story: """
        Who enters a box that is up still runs from cloche's file until its execve. Somebody inside \
        who is root, or the owner of that file, could wait for such a process, hold on to the file by \
        way of /proc/PID/exe, and write to it once cloche has ended: the next cloche would be his. So \
        a prompt, and a script that has an `up`, begin anew from the same file on a read-only mount of \
        its own (for root), or from a sealed copy in memory (for others). Where the file is another's \
        and closed to you, as with an installed program, nothing of that is needed. Neither was \
        possible here: a kernel may forbid memory that can be executed (vm.memfd_noexec). To mend it, \
        as root:

          install -o root -m 755 cloche /usr/local/bin
        """)
  }
}
