import Kernel
import Language
import Sandbox

/// What stops a run from outside of the script.
package enum Interruption: Error {
  /// A signal that ends cloche.
  case signal(Signal)
  /// `--timeout` for the whole run.
  case deadline
  /// Standard output can not be written.
  case output
}

extension Session {
  /// Calls of definitions may be nested this deep.
  package static let maximumCalls = 200
  /// Files may source each other this deep.
  package static let maximumInclusions = 32

  /// Runs a parsed script to its end, or to the first failure. Its status.
  ///
  /// A failure has been reported by then.
  package func run(_ script: Script) throws(Interruption) -> Int32 {
    let bottom = frames.count
    defer {
      // Only where the run was interrupted is anything left.
      while frames.count > bottom { leave(frames.removeLast()) }
      interruption = nil
    }
    frames.append(Frame(.sequence, script, 0..<script.nodes.count))
    while frames.count > bottom {
      if Signals.isWaiting || settings.deadline != nil { try heed() }
      let index = frames.count - 1
      let position = frames[index].position
      guard position < frames[index].end else {
        if let status = complete(frames[index]), !unwind(status, to: bottom) { return status }
        continue
      }
      let script = frames[index].script
      frames[index].position = Int(script.nodes[position].next)
      let status = execute(script, position)
      if let interruption { throw interruption }
      if output.failure != nil { throw .output }
      if let quitStatus { return quitStatus }
      if status == 0 { continue }
      let stopsSilently = wasReported || !hasMore
      if !unwind(status, to: bottom) {
        if !stopsSilently { reportStop(status, script.span(of: script.nodes[position])) }
        return status
      }
    }
    return 0
  }

  /// A script that ends early says where: `exec` itself has nothing to say about a status.
  private func reportStop(_ status: Int32, _ span: SourceSpan) {
    reporter.report(
      Diagnostic(
        .stopped, "the script stops here", at: span, label: "ended with status \(status)"
      ).fix("`try` goes on and sets $?, `if` decides by it"), in: self)
  }

  /// Whether anything is left to run: a program that ends with a failure then stops the script.
  var hasMore: Bool {
    frames.contains { frame in
      if frame.position < frame.end { return true }
      switch frame.kind {
      case .forLoop(_, let values): return !values.isEmpty
      case .repeatLoop(let remaining): return remaining > 0
      default: return false
      }
    }
  }

  /// Takes a signal that waits, and looks at the time where there is a limit.
  func heed() throws(Interruption) {
    if let deadline = settings.deadline, Clock.monotonic >= deadline { throw .deadline }
    guard let signal = Signals.take() else { return }
    switch signal {
    case .windowChange: resizeTerminals()
    case .continue: resumeTerminal()
    // That one has stopped, nothing else tells.
    case .child: refreshJobs()
    case .pipe, .terminalStop: return
    // At a prompt no key ends cloche.
    case .quit where settings.isInteractive: throw .signal(.interrupt)
    default: throw .signal(signal)
    }
  }

  /// The frame's statements are done. A status where that is a failure.
  private func complete(_ frame: Frame) -> Int32? {
    frames.removeLast()
    switch frame.kind {
    case .sequence, .file, .scope, .call, .captured:
      leave(frame)
    case .tried: lastStatus = 0
    case .inverted:
      let error = Diagnostic(
        .notSucceeded, "`not` expected a failure, and there was none",
        at: frame.origin, label: "ended with status 0")
      reporter.report(error, in: self)
      lastStatus = 1
      return 1
    case .condition(let node): branch(frame.script, node, isTrue: true)
    case .forLoop(let variable, let values):
      guard let value = values.first else { return nil }
      variables.set(variable, value)
      frames.append(
        Frame(
          .forLoop(variable: variable, values: values.dropFirst()), frame.script,
          frame.start..<frame.end))
    case .repeatLoop(let remaining):
      guard remaining > 0 else { return nil }
      frames.append(
        Frame(.repeatLoop(remaining: remaining - 1), frame.script, frame.start..<frame.end))
    }
    return nil
  }

  /// Puts back what a frame changed for its length.
  private func leave(_ frame: Frame) {
    switch frame.kind {
    case .scope(let snapshot, let holder): leaveScope(snapshot, holder: holder, at: frame.origin)
    case .call: variables.popParameters()
    case .file(let arguments, let scriptName):
      variables.arguments = arguments
      variables.scriptName = scriptName
    case .captured:
      variables.set(Bytes("out".utf8), output.endCapture())
    default: break
    }
  }

  /// A failure travels up to whoever takes note of it. False when nobody does.
  private func unwind(_ status: Int32, to bottom: Int) -> Bool {
    lastStatus = status
    while frames.count > bottom {
      let frame = frames.removeLast()
      leave(frame)
      switch frame.kind {
      case .tried: return true
      case .inverted:
        lastStatus = 0
        return true
      case .condition(let node):
        branch(frame.script, node, isTrue: false)
        return true
      default: break
      }
    }
    return false
  }

  /// Goes on with the block that a condition has chosen.
  private func branch(_ script: Script, _ node: Int, isTrue: Bool) {
    let condition = node + 1
    let then = Int(script.nodes[condition].next)
    let otherwise = Int(script.nodes[then].next)
    if isTrue {
      frames.append(Frame(.sequence, script, then + 1..<otherwise))
    } else if otherwise < Int(script.nodes[node].next) {
      // An `else if` is a statement, a block is a list of them.
      let inner = script.nodes[otherwise].kind == .block ? otherwise + 1 : otherwise
      frames.append(Frame(.sequence, script, inner..<Int(script.nodes[node].next)))
    }
  }
}
