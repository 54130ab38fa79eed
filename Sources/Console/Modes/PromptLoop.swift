import Kernel
import Language
import LineEditing
import Sandbox
import Session

/// The prompt: reads entries, runs them, and looks after signals and jobs meanwhile.
final class PromptLoop {
  private let session: Session
  private let reporter: ConsoleReporter
  private let options: ProgramOptions
  private let prompt: PromptText
  private let editor: LineEditor
  private var history: HistoryFile?
  /// What was entered so far of something that is still open.
  private var pending: Bytes = []
  private var line = 1
  /// Was told that jobs are still there; the next attempt to leave means it.
  private var wasWarned = false

  init(session: Session, reporter: ConsoleReporter, options: ProgramOptions) {
    self.session = session
    self.reporter = reporter
    self.options = options
    prompt = PromptText(isColored: reporter.isColored)
    let completer = Completer(session)
    editor = LineEditor(
      completer: { completer.complete($0, $1) },
      helper: { line in completer.help(line) { reporter.say($0) } })
  }

  /// Runs until `quit`, the end of input, or a signal. The status.
  func run() throws(Interruption) -> Int32 {
    session.settings.isInteractive = true
    for signal in [Signal.windowChange, .child] { Signals.note(signal) }
    openHistory()
    try readRC()
    defer { editor.end() }
    editor.begin(prompt: prompt.text(session))
    while true {
      switch session.turn(watching: [0], nanoseconds: nil) {
      case .interrupted:
        try takeSignals()
        sayNotices()
      case .ready(let indices) where !indices.isEmpty:
        guard let event = editor.read() else { continue }
        if let status = try handle(event) { return status }
      default: sayNotices()
      }
    }
  }

  /// What happened in the background, above the line that is being typed.
  private func sayNotices() {
    let notices = session.takeNotices()
    guard !notices.isEmpty else { return }
    editor.interrupt { for notice in notices { reporter.say(notice) } }
  }

  private func takeSignals() throws(Interruption) {
    while let signal = Signals.take() {
      switch signal {
      case .interrupt:
        pending = []
        editor.cancel()
      case .windowChange:
        editor.resize()
        reporter.resize()
      case .child, .pipe: break
      default: throw .signal(signal)
      }
    }
  }

  /// A status when the session has ended.
  private func handle(_ event: LineEditor.Event) throws(Interruption) -> Int32? {
    switch event {
    case .end:
      reporter.say("")
      if staysForJobs() { return nil }
      return session.quitStatus ?? session.lastStatus
    case .line(let text):
      pending += pending.isEmpty ? text : [UInt8(ascii: "\n")] + text
      let parsed = session.parse(pending, name: "prompt", firstLine: line)
      if let open = parsed.incomplete {
        editor.begin(prompt: prompt.continuation(open, depth: 1))
        return nil
      }
      let entry = pending
      pending = []
      line += entry.count { $0 == UInt8(ascii: "\n") } + 1
      remember(entry)
      try run(parsed)
      session.output.flush()
      if let status = session.quitStatus {
        if !staysForJobs() { return status }
        session.quitStatus = nil
        return nil
      }
      wasWarned = false
      sayNotices()
      editor.begin(prompt: prompt.text(session))
      return nil
    }
  }

  /// Leaving ends the jobs: that is said once before it is done.
  private func staysForJobs() -> Bool {
    session.refreshJobs()
    guard !wasWarned, !session.jobs.isEmpty else { return false }
    wasWarned = true
    reporter.say("there are jobs, which end with cloche (`jobs` lists them); leave again to do so")
    editor.begin(prompt: prompt.text(session))
    return true
  }

  private func run(_ parsed: Parser.Result) throws(Interruption) {
    var checker = Checker(session)
    let diagnostics = (parsed.diagnostics + checker.check(parsed.script))
      .sorted(by: Diagnostic.byPosition)
    guard diagnostics.isEmpty else {
      for diagnostic in diagnostics { reporter.report(diagnostic, in: session) }
      session.setStatus(2)
      return
    }
    do throws(Interruption) {
      session.setStatus(try session.run(parsed.script))
    } catch {
      // ^C ends what runs, never the session.
      guard case .signal(.interrupt) = error else { throw error }
      session.setStatus(130)
      reporter.say("")
    }
  }

  // MARK: - Files

  private func openHistory() {
    guard options.keepsHistory else { return }
    history = HistoryFile(environment: { self.session.host.variable($0) })
    do throws(KernelError) {
      let entries = try history?.read() ?? []
      for entry in entries { editor.addHistory(entry) }
      session.earlierEntries = { entries }
    } catch {
      session.report(
        error, .brokenFile, severity: .warning, consequence: "no history is kept")
      history = nil
    }
  }

  private func remember(_ entry: Bytes) {
    guard let first = entry.first, first != UInt8(ascii: " "), first != UInt8(ascii: "\t") else {
      return
    }
    editor.addHistory(entry)
    session.entered.append(entry)
    do throws(KernelError) {
      try history?.append(entry)
    } catch {
      session.report(
        error, .brokenFile, severity: .warning, consequence: "no history is kept")
      history = nil
    }
  }

  private func readRC() throws(Interruption) {
    guard options.readsRC,
      let folder = XDG.folder("XDG_CONFIG_HOME", ".config", { self.session.host.variable($0) })
    else { return }
    let path = folder + Bytes("/cloche/rc".utf8)
    let text: Bytes
    do throws(KernelError) {
      text = try SmallFile.read(FilePath(bytes: path), limit: Session.maximumFileSize)
    } catch {
      if error.errno == .noSuchFileOrDirectory { return }
      return session.report(
        error, .brokenFile, severity: .warning, consequence: "no rc file is read")
    }
    try run(session.parse(text, name: path.displayed, path: path))
  }
}
