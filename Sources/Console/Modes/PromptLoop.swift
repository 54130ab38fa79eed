import Kernel
import Language
import LineEditing
import Presentation
import Sandbox
import Session

/// The prompt: reads entries, runs them, and looks after signals and jobs meanwhile.
final class PromptLoop {
  private let session: Session
  private let reporter: ConsoleReporter
  private let options: ProgramOptions
  private let prompt: PromptText
  private let completer: Completer
  private let editor: LineEditor
  private var history: PromptHistory?
  /// What was entered so far of something that is still open.
  private var pending: Bytes = [] {
    didSet { completer.pending = pending }
  }
  private var line = 1
  /// Was told that jobs are still there; the next attempt to leave means it.
  private var wasWarned = false

  init(session: Session, reporter: ConsoleReporter, options: ProgramOptions) {
    self.session = session
    self.reporter = reporter
    self.options = options
    prompt = PromptText(reporter: reporter)
    completer = Completer(session, reporter)
    editor = LineEditor(assistant: completer)
  }

  /// Runs until `quit`, the end of input, or a signal. The status.
  func run() throws(Interruption) -> Int32 {
    session.surroundings.isInteractive = true
    // A stop is noted and nothing more: nobody could wake cloche up again where no shell started it,
    // and what is ignored would stay so in programs.
    for signal in [Signal.windowChange, .child, .continue, .terminalStop] { Signals.note(signal) }
    // Who sits at a prompt means ^C, whatever the one who started cloche ignored.
    Signals.note(.interrupt, evenIfIgnored: true)
    session.terminal.presenter = { [editor] show in editor.interrupt(show) }
    greet()
    history = PromptHistory(session, editor, isKept: options.keepsHistory)
    if options.readsRC { try StartFile(session: session).run() }
    session.output.flush()
    if let status = session.interpreter.quitStatus { return status }
    defer { editor.end() }
    begin()
    while true {
      let outcome =
        editor.hasInput
        ? .ready([0])
        : session.supervisor.turn(watching: [0], nanoseconds: session.supervisor.noticeInterval)
      // A signal is older than what was typed behind it.
      if Signals.isWaiting { try takeSignals() }
      sayNotices()
      guard case .ready(let indices) = outcome, !indices.isEmpty, let event = editor.read() else {
        continue
      }
      if let status = try handle(event) { return status }
    }
  }

  /// How to begin and how to leave, for who has given nothing to do.
  private func greet() {
    guard case .standardInput = options.mode else { return }
    for line in [
      "cloche \(Program.version) builds an isolation and runs programs in it.",
      "Begin with `ns uts pid mnt user`, `root host`, `exec sh`; `help`; `quit` leaves.",
    ] {
      let wrapped = reporter.textStyle.wrap(line, first: 0, indent: "")
      for part in wrapped.split(separator: "\n") { reporter.say(String(part)) }
    }
  }

  /// Asks for an entry.
  private func begin() {
    pending = []
    // A program may have had the terminal meanwhile, and its window another size.
    reporter.resize()
    editor.putBack(session.terminal.takeTypedAhead())
    editor.begin(prompt: prompt.text(session))
  }

  /// What happened in the background, above the line that is being typed.
  private func sayNotices() {
    let notices = session.supervisor.takeNotices()
    guard !notices.isEmpty else { return }
    editor.interrupt { for notice in notices { reporter.say(notice) } }
  }

  private func takeSignals() throws(Interruption) {
    while let signal = Signals.take() {
      switch signal {
      case .interrupt:
        editor.cancel(by: signal.number)
        begin()
      case .windowChange:
        reporter.resize()
        session.supervisor.resizeTerminals()
        editor.resize()
      case .continue: editor.resume()
      case .child: session.supervisor.refresh()
      case .pipe, .quit, .terminalStop: break
      default:
        // Whoever started us goes on in a line of its own.
        editor.cancel()
        throw .signal(signal)
      }
    }
  }

  /// A status when the session has ended.
  private func handle(_ event: LineEditor.Event) throws(Interruption) -> Int32? {
    switch event {
    case .end:
      reporter.say("")
      return end()
    case .refusedPaste:
      editor.interrupt { reporter.say("the paste has a NUL byte in it: nothing of it was taken") }
      return nil
    case .line(let text):
      pending += pending.isEmpty ? text : [UInt8(ascii: "\n")] + text
      // The session keeps every text that it parses: what is open goes to the parser alone.
      if let open = Parser.parse(pending, source: SourceID(0)).incomplete {
        editor.begin(prompt: prompt.continuation(open))
        return nil
      }
      let parsed = session.parse(pending, name: "prompt", firstLine: line)
      let entry = pending
      line += entry.count { $0 == UInt8(ascii: "\n") } + 1
      history?.remember(entry)
      session.terminal.keep(typedAhead: editor.takeInput())
      session.boxes.beginEntry()
      try run(parsed)
      session.output.flush()
      if session.output.failure != nil { throw .output }
      if let status = session.interpreter.quitStatus {
        if !staysForJobs() { return status }
        session.interpreter.quitStatus = nil
        return nil
      }
      wasWarned = false
      sayNotices()
      begin()
      return nil
    }
  }

  /// ^D: gives up what is open, or ends the session.
  private func end() -> Int32? {
    guard pending.isEmpty else {
      begin()
      return nil
    }
    return staysForJobs() ? nil : session.interpreter.lastStatus
  }

  /// Leaving ends the jobs: that is said once before it is done.
  private func staysForJobs() -> Bool {
    session.supervisor.refresh()
    guard !wasWarned, !session.jobs.running.isEmpty else { return false }
    wasWarned = true
    reporter.say("there are jobs, which end with cloche (`jobs` lists them); leave again to do so")
    begin()
    return true
  }

  private func run(_ parsed: Parser.Result) throws(Interruption) {
    var checker = Checker(session)
    let diagnostics = (parsed.diagnostics + checker.check(parsed.script))
      .sorted(by: Diagnostic.byPosition)
    guard diagnostics.isEmpty else {
      for diagnostic in diagnostics { session.messages.report(diagnostic) }
      session.interpreter.setStatus(2)
      return
    }
    do throws(Interruption) {
      session.interpreter.setStatus(try session.run(parsed.script))
    } catch {
      // ^C ends what runs, never the session.
      guard case .signal(.interrupt) = error else { throw error }
      session.interpreter.setStatus(130)
      reporter.say("")
    }
  }
}
