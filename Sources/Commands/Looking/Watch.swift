import Kernel
import Language
import Limits
import Presentation
import Sandbox
import Session

/// `watch`: the counters of a job as they change.
enum WatchCommand: ActingCommand {
  static let name = "watch"
  static let group = CommandGroup.looking
  static let prints = false
  static let summary = "what a job uses, live, with what happens to it"
  static let meaning = """
    Looks at the counters of the job in the background, or of the box where it is up, again and again, \
    until it ends, ^C, or as often as `--count` says. On a terminal the picture stays where it is, with a line of the latest values for each counter; \
    elsewhere each look is a line. What happens is said in a sentence: a fork refused, a process \
    killed for memory, the time that it was kept from the CPUs, that it waited for one, for memory or a disk. The job needs a limit, any will do: \
    what is not limited is not counted. `stat` looks once, and lists the counters there are.
    """
  static let manualPages = ["cgroups(7)"]
  static let syntax = Syntax(counters, options: [place, pause, looks, json])
  static let example = """
    if have limit.pids {
      limit pids 20
      exec sleep 10 &
      watch --every 10ms --count 2 pids.current
      kill %1
    }
    """

  private static let counters = Parameter.many("COUNTER", counter)
  private static let place = Option(
    "--job", "%N|box", .livePlace, "this one instead of the last")
  private static let pause = Option(
    "--every", "DURATION", .duration, "between two looks; 1s unless said")
  private static let looks = Option("--count", "N", count, "this many looks")
  private static let json = Option.json

  /// By its name.
  private static let counter = ValueKind<String>(.words(Counter.all.map(\.name))) {
    (word) throws(Diagnostic) in
    guard Counter.all.contains(where: { word.matches($0.name) }) else {
      throw Diagnostic(
        .unknownWord, "unknown counter `\(word.displayed)`", at: word.span,
        label: Suggestion.label(for: word.text, among: Counter.all.map(\.name)))
    }
    return word.text
  }

  private static let count = ValueKind<Int> { (word) throws(Diagnostic) in
    try Quantity.count(word, "a number of looks", in: 1...1_000_000_000)
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let names = arguments[counters]
    let job = try LivePlace.job(arguments[place], for: arguments.command, in: session)
    _ = try Sample.of(
      job, names: names, in: session, at: arguments.span)
    var view = WatchView(session, isJSON: arguments[json])
    var count = 0
    var last: (sample: Sample, time: Int)?
    while job.state != .ended {
      let sample = try Sample.of(
        job, names: names, in: session, at: arguments.span)
      let now = Clock.monotonic
      // Events come of counters that may not be among those to be shown.
      let whole =
        names.isEmpty ? sample : try Sample.of(job, in: session, at: arguments.span)
      view.show(
        sample,
        events: last.map { whole.events(since: $0.sample, nanoseconds: now - $0.time) } ?? [])
      last = (whole, now)
      count += 1
      let nanoseconds = arguments[pause] ?? 1_000_000_000
      if count == arguments[looks] || !session.supervisor.pause(nanoseconds: nanoseconds) { break }
    }
    view.end()
    return 0
  }
}
