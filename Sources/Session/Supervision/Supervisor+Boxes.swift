import Language

// The ends of boxes that are up.

extension Supervisor {
  /// Takes note that a job runs in a box, beside others perhaps.
  func noteCompany(of job: Job) {
    let others = jobs.running.filter {
      $0 !== job && $0.box?.holder === job.box?.holder && $0.state != .ended
    }
    guard !others.isEmpty else { return }
    for member in others + [job] { member.end.offspring?.noteCompany() }
  }

  /// Takes a process over that has made a box, and holds it from now on.
  func add(_ box: RunningBox) {
    jobs.removeHelper(box.holder)
    boxes.add(box)
  }

  /// Ends a box, and what runs in it.
  func bringDown(_ box: RunningBox) {
    box.holder.letThaw()
    for job in jobs.running where job.box?.holder === box.holder {
      if job.isInBackground, job.process.failure == nil, !isInterrupted {
        messages.say("note: %\(job.number) is ended with its box: \(job.text)")
      }
      end(job)
      if job.state == .ended, !job.isInBackground { takeDown(job) }
      // That has been said.
      jobs.forgetEnded(job)
    }
    box.holder.kill()
    if box.holder.state != .ended,
      box.holder.process.child.waitForEnd(nanoseconds: 5_000_000_000) == nil
    {
      messages.say(
        "note: the first process of the box `\(box.name)` does not end: \(box.holder.record.pid)")
    }
    boxes.remove(box)
    takeDown(box.holder)
  }

  /// Takes note of boxes that somebody else has ended: the out-of-memory killer, or a kill.
  ///
  /// - Parameter indices: of the descriptors of the boxes that are up, which tell so.
  func noteFallenBoxes(at indices: [Int]) {
    for box in indices.compactMap({ boxes.box(at: $0) }) {
      box.holder.lookAfter()
      guard box.holder.state == .ended else { continue }
      // Before its jobs are waited for: it would be found again.
      boxes.remove(box)
      let how = box.holder.record.signal.map { "killed by \($0.name)" } ?? "ended"
      let trouble = box.holder.groups.all.flatMap(\.troubles).first.map { ": \($0.text)" } ?? ""
      let reason = "its first process was \(how)\(trouble)"
      fallenBoxes[box.name] = reason
      if jobs.running.contains(where: { $0.box?.holder === box.holder && !$0.isInBackground }) {
        // It is ended with its box, and somebody waits for it now.
        messages.say("note: the box `\(box.name)` is not up any more: \(reason)")
      }
      bringDown(box)
    }
  }

  /// What became of a box that was ended from outside, said once.
  func takeFallen(_ name: String, at span: SourceSpan?) -> Diagnostic? {
    guard let how = fallenBoxes.removeValue(forKey: name) else { return nil }
    return Diagnostic(
      .boxIsDown, "the box `\(name)` is not up any more", at: span, label: how
    ).why("what was in it is gone with it").fix("`up` makes it anew")
  }
}
