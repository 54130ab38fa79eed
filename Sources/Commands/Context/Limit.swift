import Kernel
import Language
import Limits
import Sandbox
import Session

/// `limit`: control groups.
enum LimitCommand: ListingCommand {
  static let name = "limit"
  static let group = CommandGroup.context
  static let summary = "how much the whole sandbox gets, by control groups"
  static let meaning = """
    cloche makes a control group, writes the limits, has the program join it before anything else, and \
    removes it when the sandbox has ended. The words are the same on cgroup v1 and v2; `help limits` \
    tells what they are. `max` lifts a limit. Without arguments: the limits asked for, and what the \
    kernel stored at the last run. In a box that is up a limit takes effect at once, for all that is in \
    it; `limit --job %1 pids 40` changes a running job's, `limit --job %1` lists them.
    `pids` counts all processes and threads inside. `swap` is beside the memory; on v1 it needs `limit memory`, as there \
    the two are one number. `cpus` and `mems` are lists like 0-1,3. `io` takes a whole disk, and rates \
    by the second: rbps and wbps bytes read and written, riops and wiops operations; v1 slows only \
    what is read or written with O_DIRECT or O_SYNC. `devices none` leaves no device file that could be opened, \
    /dev/null included; `devices allow` is an exception, r to read, w to write, m to make one. \
    `hugetlb 2M 4` is four pages of 2 MiB. `net 1M` is a MiB a second, on the loopback interface that \
    `ns net` gives, so between the programs inside.
    `notify-on-release on` limits nothing: on a v1 host the kernel then runs the host's release agent \
    each time a group becomes empty. It does nothing where no agent is set, as on most hosts (the file \
    release_agent at the top of a hierarchy; cloche never sets it), and v2 has no such thing. cloche \
    removes its groups itself, with or without it.
    """
  static let manualPages = ["cgroups(7)", "cpuset(7)"]
  static let syntax = Syntax(wish, options: [job, json])
  static let example = """
    limit pids 20
    limit memory 64M
    limit cpu 50%
    limit cpu-weight 50
    show
    """

  /// Nil where nothing is to be changed.
  private static let wish = OneOf<LimitWish?>(
    Form(
      Parameter("RESOURCE", LimitValue.plainResources.map { Choice($0.rawValue, $0.meaning, $0) }),
      Parameter("VALUE", .any)
    ) { .plain($0, $1) },
    Form(word(.io), Parameter("DEVICE", .file), Parameter.some("RATE", rate)) {
      .rates($1, $2)
    },
    Form(
      word(.devices), Parameter.word("allow", "an exception"), isBlock,
      Parameter("MAJOR:MINOR", .any), Parameter("ACCESS", .any)
    ) { .device(isBlock: $2, numbers: $3, access: $4) },
    Form(
      word(.devices),
      Parameter<LimitWish>(
        "WHICH",
        [
          Choice("none", "no device at all", .noDevices),
          Choice("max", "all of them", .allDevices),
        ])
    ) { $1 },
    Form(word(.hugetlb), Parameter("SIZE", .any), Parameter("N", .any)) {
      .pages(size: $1, count: $2)
    },
    Form(
      word(.notifyOnRelease),
      Parameter<Bool?>(
        "ON",
        [
          Choice("on", "run it", true), Choice("off", "do not", false),
          Choice("max", "as the group above", nil),
        ])
    ) { .notifyOnRelease($1) },
    Form { nil })

  private static let isBlock = Parameter<Bool>(
    "TYPE", [Choice("c", "a character device", false), Choice("b", "a block device", true)])

  private static let rate = ValueKind(
    .words(Rates.Name.allCases.map { $0.rawValue + "=" } + ["max"]))

  private static let job = Option(
    "--job", "%N", .job, "of this running job; a change takes effect at once")
  private static let json = Option.json

  private static func word(_ resource: Resource) -> Parameter<Void> {
    Parameter.word(resource.rawValue, resource.meaning)
  }

  static func offers(_ word: String, after arguments: [Bytes]) -> Bool {
    guard arguments.isEmpty, let controller = Resource(rawValue: word)?.controller else {
      return true
    }
    return GroupMaker.version(of: controller) != nil
  }

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    guard invocation.words.count == 2,
      ["unlimited", "infinity", "-1"].contains(invocation.words[1].text)
    else { return nil }
    return .habit(
      invocation.words[1], "no limit is `max` here",
      write: [Bytes("limit".utf8), invocation.words[0].bytes, Bytes("max".utf8)])
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    if arguments[json] { throw setsNone(arguments) }
    // `limit --` asks for nothing.
    guard let wish = arguments[wish] else { return }
    var limits = context[LimitSet.self] ?? LimitSet()
    limits.apply(
      try LimitValue.parse(wish), words: arguments.invocation.words.map(\.bytes),
      origin: arguments.span)
    context[LimitSet.self] = limits.isEmpty ? nil : limits
  }

  static func lists(_ invocation: Invocation) -> Bool {
    let rest = invocation.words.drop { json.isNamed($0) }
    return rest.first?.bytes.starts(with: job.shown.name.utf8) ?? true
  }

  static func checkList(_ invocation: Invocation) throws(Diagnostic) {
    _ = try syntax.check(invocation)
  }

  static func list(_ invocation: Invocation, in session: Session) throws(Diagnostic) -> Int32 {
    let arguments = try syntax.match(invocation)
    let job = try arguments[job].map { (name) throws(Diagnostic) in
      try LivePlace.job(.job(name), for: arguments.command, in: session)
    }
    let isJSON = arguments[json]
    let wish = arguments[wish]
    if let wish {
      guard let job else { throw setsNone(arguments) }
      try LimitJob.change(job, wish, arguments, in: session)
    }
    if isJSON || wish == nil { LimitList(of: job, in: session).show(isJSON: isJSON) }
    return 0
  }

  private static func setsNone(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      .unexpectedArgument, "`limit --json` lists the limits", at: arguments.span,
      label: "it sets none")
  }
}
