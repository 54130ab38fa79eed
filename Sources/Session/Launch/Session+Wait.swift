import Kernel
import Language
import Sandbox

extension Session {
  /// Waits for a job to end or to stop, and keeps what it writes if that is captured.
  ///
  /// - Parameter deadline: on the monotonic clock; then the job is ended.
  public func wait(for job: Job, deadline: Int? = nil) throws(Diagnostic) {
    let limit = [deadline, settings.deadline].compactMap { $0 }.min()
    while job.state == .running {
      let remaining = limit.map { max(0, $0 - Clock.monotonic) }
      switch turn(watching: [], nanoseconds: remaining) {
      case .interrupted: takeInterruption()
      case .timedOut where limit.map({ Clock.monotonic >= $0 }) ?? false:
        job.record.reason = .timedOut
        end(job)
        if limit == settings.deadline { interruption = .deadline }
      default: break
      }
      if interruption != nil {
        end(job)
        break
      }
    }
    try drain(job)
  }

  /// One look at all the jobs and at other descriptors. The ready ones of those are given.
  public func turn(watching others: [Int32], nanoseconds: Int?) -> Poll.Outcome {
    let running = jobs.filter { $0.state != .ended }
    let descriptors = others + running.flatMap(\.descriptors)
    let outcome: Poll.Outcome
    do throws(KernelError) {
      outcome = try Poll.wait(for: descriptors, nanoseconds: nanoseconds)
    } catch {
      // Only a lack of memory gets here.
      report(error, .stepRefused, severity: .warning)
      return .interrupted
    }
    guard case .ready(let indices) = outcome else { return outcome }
    let ready = indices.map { descriptors[$0] }
    for job in running {
      if let capture = job.capture, ready.contains(capture.rawValue) { readCapture(of: job) }
      if ready.contains(job.child.channel.rawValue) { job.receive() }
      if ready.contains(job.child.processDescriptor.rawValue) { job.reapIfEnded() }
    }
    return .ready(indices.filter { $0 < others.count })
  }

  private func readCapture(of job: Job) {
    guard let capture = job.capture else { return }
    let bytes = (try? Descriptors.read(capture, room: 1 << 16)) ?? []
    if bytes.isEmpty {
      try? capture.close()
      job.capture = nil
      return
    }
    output.write(bytes)
    if output.captureIsFull { job.kill() }
  }

  /// The rest of what a job wrote. A process that it left behind may hold the pipe open, so only
  /// what is there is taken.
  private func drain(_ job: Job) throws(Diagnostic) {
    while let capture = job.capture {
      guard case .ready? = try? Poll.wait(for: [capture.rawValue], nanoseconds: 0) else { break }
      readCapture(of: job)
    }
    if output.isCapturing, output.captureIsFull {
      close(job)
      throw Diagnostic(
        .captureTooLarge, "more output than a variable holds", at: job.plan.command,
        label: "at most 1 MiB"
      ).fix("`exec sh -c '... > FILE'` keeps it in a file")
    }
  }

  private func takeInterruption() {
    do throws(Interruption) { try heed() } catch { interruption = error }
  }

  /// Asks a job to end, and sees to it: the program gets a second to clean up.
  func end(_ job: Job) {
    job.send(.terminate)
    if job.state != .running { job.send(.continue) }
    let limit = Clock.monotonic + 1_000_000_000
    while job.state != .ended {
      let remaining = limit - Clock.monotonic
      if remaining <= 0 {
        job.kill()
        _ = turn(watching: [], nanoseconds: nil)
      } else {
        _ = turn(watching: [], nanoseconds: remaining)
      }
    }
  }

  /// Ends every job: the last thing that a session does.
  public func endAllJobs() {
    while let job = jobs.first {
      if job.state != .ended { end(job) }
      close(job)
    }
  }
}
