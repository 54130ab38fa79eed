import Kernel
import Language
import Sandbox
import Session

/// `kill`: a signal for a job.
enum KillCommand: ActingCommand {
  static let name = "kill"
  static let group = CommandGroup.running
  static let summary = "send a job a signal, SIGTERM unless said"
  static let meaning = """
    The signal goes to the program and to the rest of its process group. With an init between, the \
    init hands it on; SIGKILL ends the init, and with it everything in its pid namespace. A stopped \
    or frozen job goes on, so that it can act on SIGTERM.
    """
  static let manualPages = ["pidfd_send_signal(2)", "signal(7)"]
  static let syntax = Syntax(wish)
  static let example = """
    exec sleep 10 &
    kill -KILL %1
    try wait %1
    assert $? is 137
    """

  private struct Wish {
    let signal: Signal
    let jobs: [Argument]
  }

  private static let wish = OneOf<Wish>(
    Form(Parameter("-SIGNAL", signal), jobs) { Wish(signal: $0, jobs: $1) },
    Form(jobs) { Wish(signal: .terminate, jobs: $0) })

  private static let jobs = Parameter.some("%N", .job)

  private static let signal = ValueKind<Signal>(.words(Signal.names.map { "-\($0)" })) {
    (word) throws(Diagnostic) in
    if word.bytes.first == UInt8(ascii: "-"),
      let signal = Signal(named: String(word.text.dropFirst()))
    {
      return signal
    }
    // Without the dash it is not meant as a signal.
    guard word.bytes.first == UInt8(ascii: "-") else {
      throw Diagnostic(.unknownWord, "expected -SIGNAL", at: word.span)
    }
    throw Diagnostic(
      .badValue, "unknown signal `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: Signal.names.map { "-\($0)" })
    ).note("for example -TERM -KILL -INT -HUP -STOP -CONT, or -9")
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let wish = arguments[wish]
    let signal = wish.signal
    session.supervisor.refresh()
    for name in wish.jobs {
      let job = try session.jobs.named(name, for: arguments.command)
      // One that is stopped counts as running from here on, whenever it wakes up.
      if signal == .continue, case .stopped = job.state {
        job.letGoOn()
        continue
      }
      job.send(signal)
      if [.terminate, .hangup].contains(signal) {
        job.letThaw()
        job.letGoOn()
      }
    }
    return 0
  }
}
