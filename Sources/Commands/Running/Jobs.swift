import Kernel
import Language
import Presentation
import Sandbox
import Session

/// `jobs`: what runs in the background.
enum JobsCommand: ActingCommand {
  static let name = "jobs"
  static let group = CommandGroup.running
  static let summary = "what runs in the background or was stopped"
  static let meaning = """
    One line for each job that was started with `&`, or stopped with ^Z: its number, what it does, \
    the process id on the host, and the program. One that has ended is listed once more, with how.
    """
  static let syntax = Syntax(options: [json])
  static let example = """
    exec sleep 10 &
    jobs
    kill %1
    try wait %1
    """

  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.supervisor.refresh()
    let jobs = session.jobs.all
    if arguments[json] {
      session.output.writeLine(JSON.array(jobs.map(json)).text)
    } else {
      let table = Table(.left(4), .left(21), .left(8))
      for job in jobs {
        session.output.writeLine(
          table.row("%\(job.number)", job.stateText, String(job.record.pid), text: job.text))
      }
    }
    _ = session.supervisor.takeNotices()
    return 0
  }

  private static func json(_ job: Job) -> JSON {
    var members: [(String, JSON)] = [
      ("job", .number(job.number)), ("state", .string(job.stateName)),
      ("pid", .number(Int(job.record.pid))),
      ("program", .array(job.record.program.map { .bytes($0) })),
    ]
    if case .stopped(let signal) = job.state { members.append(("signal", .string(signal.name))) }
    if job.state == .ended {
      members.append(("status", .number(Int(job.record.status))))
      members.append(("reason", .string(job.record.reason.rawValue)))
    }
    return .object(members)
  }
}

/// `fg`: a job comes into the foreground.
enum ForegroundCommand: ActingCommand {
  static let name = "fg"
  static let group = CommandGroup.running
  static let summary = "bring a job into the foreground"
  static let meaning = """
    The job gets the terminal, goes on if it was stopped (SIGCONT), and cloche waits for it as \
    `exec` does. Without %N it is the job that was stopped last, else the last one.
    """
  static let manualPages = ["tcsetpgrp(3)", "credentials(7)"]
  static let syntax = Syntax(job)
  static let example = """
    exec sh -c 'exit 3' &
    try fg %1
    assert $? is 3
    """

  private static let job = Parameter.optional("%N", .job)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let job = try session.jobs.named(arguments[job], for: arguments.command)
    if session.surroundings.isInteractive { session.messages.say(job.text) }
    return try session.jobControl.bringToForeground(job)
  }
}

/// `bg`: a stopped job goes on where it is.
enum BackgroundCommand: ActingCommand {
  static let name = "bg"
  static let group = CommandGroup.running
  static let summary = "let a stopped job go on in the background"
  static let meaning = """
    SIGCONT for the job, which goes on without the terminal: its output is shown, but it reads \
    nothing of what you type. Without %N it is the job that was stopped last.
    """
  static let manualPages = ["signal(7)"]
  static let syntax = Syntax(job)
  static let example = """
    exec sleep 10 &
    kill -STOP %1
    bg %1
    kill %1
    """

  private static let job = Parameter.optional("%N", .job)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.supervisor.refresh()
    let job = try session.jobs.named(arguments[job], for: arguments.command)
    if session.surroundings.isInteractive { session.messages.say("[\(job.number)] \(job.text) &") }
    job.letGoOn()
    return 0
  }
}

/// `wait`: until jobs have ended.
enum WaitCommand: ActingCommand {
  static let name = "wait"
  static let group = CommandGroup.running
  static let summary = "wait for a job, or for all of them"
  static let meaning = """
    Waits until the job has ended; its status is that of `wait`, so that a job that failed stops a \
    script here. Without %N it waits for all, and the first one that failed decides. A script that \
    ends while jobs run ends them too: nothing is left behind.
    """
  static let manualPages = ["wait(2)"]
  static let syntax = Syntax(job)
  static let example = """
    exec true &
    exec sh -c 'exit 3' &
    wait %1
    try wait
    assert $? is 3
    """

  private static let job = Parameter.optional("%N", .job)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let name = arguments[job] else { return try waitForAll(session) }
    return try session.jobControl.waitInBackground(
      try session.jobs.named(name, for: arguments.command))
  }

  private static func waitForAll(_ session: Session) throws(Diagnostic) -> Int32 {
    var first: Int32 = 0
    while let job = session.jobs.all.first {
      let status = try session.jobControl.waitInBackground(job)
      if first == 0 { first = status }
      if session.supervisor.isInterrupted { break }
    }
    return first
  }
}

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
    // Without the dash it is no attempt at a signal.
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

extension ValueKind where Value == Argument {
  /// `%1`: whether there is one is seen when the command runs.
  static var job: ValueKind {
    ValueKind(
      .session(.jobs),
      check: { (word) throws(Diagnostic) in
        let hasNumber = Int(word.text.dropFirst()) != nil
        guard word.bytes.first != UInt8(ascii: "%") || !hasNumber else { return }
        throw Diagnostic(
          .badValue, "`\(word.displayed)` is no job", at: word.span,
          label: "expected %N, as in `jobs`"
        ).fix("`host kill PID` is for processes that are no jobs")
      })
  }
}
