import Kernel
import Language

/// Runs parsed scripts: where it is in them, and what they have defined.
///
/// Commands are handed the session, which is passed along for that: the interpreter knows only the
/// rooms that it uses itself.
package final class Interpreter {
  /// Calls of definitions may be nested this deep.
  static let maximumCalls = 200
  /// Files may source each other this deep.
  static let maximumInclusions = 32

  /// The variables, and the parameters of the definition that runs.
  package var variables = Variables()
  /// What `def` has made, by name.
  package internal(set) var definitions: [String: Definition] = [:]
  /// Names of definitions in the scripts that were read, made yet or not.
  var declaredDefinitions: Set<String> = []
  /// `$?`
  package internal(set) var lastStatus: Int32 = 0
  /// Set by `quit`: the run ends with this status.
  package var quitStatus: Int32?
  /// Why the last command failed has been said.
  var wasReported = false
  /// The scripts that are being run, the innermost last.
  var frames: [Frame] = []
  let commands: CommandTable
  let surroundings: Surroundings
  let messages: Messages
  let output: Output
  let reader: ScriptReader
  let boxes: BoxStore
  let supervisor: Supervisor
  let liveBoxes: LiveBoxes

  init(
    _ commands: CommandTable, _ surroundings: Surroundings, _ messages: Messages, _ output: Output,
    _ reader: ScriptReader, _ boxes: BoxStore, _ supervisor: Supervisor, _ liveBoxes: LiveBoxes
  ) {
    self.commands = commands
    self.surroundings = surroundings
    self.messages = messages
    self.output = output
    self.reader = reader
    self.boxes = boxes
    self.supervisor = supervisor
    self.liveBoxes = liveBoxes
  }

  /// What `$?` is from now on.
  package func setStatus(_ status: Int32) { lastStatus = status }

  /// Runs a parsed script to its end, or to the first failure. Its status.
  ///
  /// A failure has been reported by then.
  func run(_ script: Script, in session: Session) throws(Interruption) -> Int32 {
    let bottom = frames.count
    defer {
      // Only where the run was interrupted is anything left.
      while frames.count > bottom { leave(frames.removeLast()) }
      supervisor.forgetInterruption()
    }
    frames.append(Frame(.sequence, script, 0..<script.nodes.count))
    while frames.count > bottom {
      if Signals.isWaiting || surroundings.deadline != nil { try supervisor.heed() }
      let index = frames.count - 1
      let position = frames[index].position
      guard position < frames[index].end else {
        if let status = complete(frames[index]), !unwind(status, to: bottom) { return status }
        continue
      }
      let script = frames[index].script
      frames[index].position = Int(script.nodes[position].next)
      let status = execute(script, position, in: session)
      if let interruption = supervisor.interruption { throw interruption }
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
    messages.report(
      Diagnostic(
        .stopped, "the script stops here", at: span, label: "ended with status \(status)"
      ).fix("`try` goes on and sets $?, `if` decides by it"))
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
      messages.report(error)
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
    case .scope: liveBoxes.leaveScope(at: frame.origin)
    case .call:
      variables.popParameters()
      messages.calls.removeLast()
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

// What it reports, for `help`.
extension ErrorCode {
  static var ofInterpreter: [ErrorCode] { [.stopped, .notSucceeded] }

  package static var stopped: ErrorCode {
    ErrorCode(
      305, title: "the script stops at a program that failed",
      story: """
        A command with another status than 0 ends the script, and the script's status is the same. A \
        program says for itself what was wrong, or says nothing; so cloche adds the place. For the \
        last command of a script there is nothing to stop, and nothing is said.

        This holds everywhere, in definitions and loops too. There are two ways round it, both \
        visible: `try` goes on and leaves the status in $?, `if` decides by it. A program that a \
        signal ended has 128 and the number of the signal as its status.

            try exec sh -c 'exit 3'
            if test $? is 3 { echo 'as expected' }
        """)
  }

  package static var notSucceeded: ErrorCode {
    ErrorCode(
      309, title: "a failure was expected, and there was none",
      story: """
        `not` turns a status round: it succeeds where its command fails. A script that says `not exec \
        cat /etc/shadow` claims that the sandbox forbids it, and this error says that the claim is \
        wrong. If the command may succeed or fail, use `try` or `if` instead. Mind that `not` is \
        content with any failure: a program that does not even exist fails too.

            not exec false
            if not exec false { echo 'failed as it should' }
        """)
  }
}
