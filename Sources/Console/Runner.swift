import Kernel
import Language
import Sandbox
import Session

/// Runs what the command line asks for, and cleans up whatever way it ends.
struct Runner {
  let session: Session
  let reporter: ConsoleReporter
  let options: ProgramOptions

  func run() -> Int32 {
    session.surroundings.echoes = options.echoes
    session.surroundings.traces = options.traces
    session.surroundings.asksBeforeEach = options.asksBeforeEach
    session.surroundings.deadline = options.timeout.map { Clock.deadline(after: $0) }
    session.interpreter.variables.arguments = options.arguments
    session.interpreter.variables.scriptName = Bytes("cloche".utf8)
    var status: Int32
    var ending: Interruption?
    do throws(Interruption) {
      status = try runMode()
    } catch {
      (status, ending) = (124, error)
    }
    session.tearDown()
    session.output.flush()
    status = StatusFile.write(status, session, to: options.statusFile)
    switch ending {
    case .signal(let signal): Signals.die(of: signal)
    case .deadline:
      session.messages.report(
        Diagnostic(.timedOut, "the time for the whole run is up (--timeout)", at: nil))
    case .output, nil: break
    }
    guard let failure = session.output.failure else { return status }
    return Self.outputFailed(failure, session)
  }

  /// Nobody reads the output any more, or there is no room for it.
  static func outputFailed(_ errno: Errno, _ session: Session) -> Int32 {
    if errno == .brokenPipe { Signals.die(of: .pipe) }
    session.messages.report(KernelError("write standard output", errno), .unwritableFile)
    return 1
  }

  private func runMode() throws(Interruption) -> Int32 {
    // At a prompt anything may come, and the time is a person's.
    if options.staysInteractive, !options.checksOnly { OwnImage.runProtected() }
    let status: Int32
    switch options.mode {
    case .commands(let text): status = try runScript(text, name: "-c")
    case .command(let text): status = try runScript(text, name: "command line")
    case .file(let path):
      if !options.checksOnly, !SmallFile.staysToRead(FilePath(bytes: path)) {
        OwnImage.runProtected()
      }
      guard let text = try read(path) else { return 2 }
      session.interpreter.variables.scriptName = path
      status = try runScript(text, name: path.displayed, path: path)
    default: return try runStandardInput()
    }
    guard options.staysInteractive, !options.checksOnly, session.interpreter.quitStatus == nil
    else {
      return status
    }
    return try runPrompt()
  }

  private func read(_ path: Bytes) throws(Interruption) -> Bytes? {
    do throws(KernelError) {
      return try GivenFile.read(
        FilePath(bytes: path), limit: ScriptReader.maximumSize,
        deadline: session.surroundings.deadline)
    } catch {
      if error.errno == .timedOut { throw .deadline }
      session.messages.report(error, .unreadableFile)
      return nil
    }
  }

  private func runStandardInput() throws(Interruption) -> Int32 {
    // What is read here cannot be read once more.
    if !options.checksOnly { OwnImage.runProtected() }
    if Descriptors.isTerminal(.standardInput), !options.checksOnly { return try runPrompt() }
    let text: Bytes
    do throws(KernelError) {
      text = try GivenFile.read(
        .standardInput, named: "standard input", limit: ScriptReader.maximumSize,
        deadline: session.surroundings.deadline)
    } catch {
      if error.errno == .timedOut { throw .deadline }
      if let signal = Signals.take() { throw .signal(signal) }
      session.messages.report(error, .unreadableFile)
      return 2
    }
    // The children would otherwise read on where nothing is left, or worse, in the script.
    session.surroundings.inputIsScript = true
    return try runScript(text, name: "standard input")
  }

  /// The whole text is parsed and checked before any of it runs.
  private func runScript(
    _ text: Bytes, name: String, path: Bytes = []
  ) throws(Interruption) -> Int32 {
    let parsed = session.parse(text, name: name, path: path)
    var checker = Checker(session)
    let diagnostics = (parsed.diagnostics + checker.check(parsed.script))
      .sorted(by: Diagnostic.byPosition)
    for diagnostic in diagnostics { session.messages.report(diagnostic) }
    if !diagnostics.isEmpty { return 2 }
    if options.checksOnly { return 0 }
    if checker.mayBringUp { OwnImage.runProtected() }
    noteSignals()
    return try session.run(parsed.script)
  }

  /// From here on there may be something to clean up; before, a signal may act as it likes.
  private func noteSignals() {
    Signals.noteDeadly()
  }

  private func runPrompt() throws(Interruption) -> Int32 {
    guard Descriptors.isTerminal(.standardInput) else {
      session.messages.report(
        Diagnostic(.noTerminal, "a prompt needs a terminal as standard input", at: nil)
          .fix("a script may come from standard input, without -i"))
      return 2
    }
    noteSignals()
    return try PromptLoop(session: session, reporter: reporter, options: options).run()
  }
}
