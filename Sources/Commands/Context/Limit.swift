import Kernel
import Language
import Limits
import Sandbox
import Session

/// `limit`: control groups.
enum LimitCommand: BuildingCommand, ActingCommand {
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
  static let syntax = Syntax(
    Syntax.Form(
      .choice("RESOURCE", LimitValue.plainResources.map { ($0.rawValue, $0.meaning) }),
      .value("VALUE", .any)),
    Syntax.Form(
      .word("io", meaning: Resource.io.meaning), .value("DEVICE", .file),
      .some("RATE", ValueKind(.words(Rates.Name.allCases.map { $0.rawValue + "=" } + ["max"])))),
    Syntax.Form(
      .word("devices", meaning: Resource.devices.meaning),
      .word("allow", meaning: "an exception"),
      .choice("TYPE", [("c", "a character device"), ("b", "a block device")]),
      .value("MAJOR:MINOR", .any), .value("ACCESS", .any)),
    Syntax.Form(
      .word("devices", meaning: Resource.devices.meaning),
      .choice("WHICH", [("none", "no device at all"), ("max", "all of them")])),
    Syntax.Form(
      .word("hugetlb", meaning: Resource.hugetlb.meaning), .value("SIZE", .any), .value("N", .any)),
    Syntax.Form(
      .word("notify-on-release", meaning: Resource.notifyOnRelease.meaning),
      .choice("ON", [("on", "run it"), ("off", "do not"), ("max", "as the group above")])),
    Syntax.Form(),
    options: [
      Syntax.Option("--job", ("%N", .job), "of this running job; a change takes effect at once"),
      .json,
    ])
  static let example = """
    limit pids 20
    limit memory 64M
    limit cpu 50%
    limit cpu-weight 50
    show
    """

  static func offers(_ word: String, after arguments: [Bytes]) -> Bool {
    guard arguments.isEmpty, let controller = Resource(rawValue: word)?.controller else {
      return true
    }
    return GroupMaker.version(of: controller) != nil
  }

  static func refusalOfHabit(_ arguments: Arguments) -> Diagnostic? {
    guard arguments.words.count == 2,
      ["unlimited", "infinity", "-1"].contains(arguments.words[1].text)
    else { return nil }
    return .habit(
      arguments.words[1], "no limit is `max` here",
      write: [Bytes("limit".utf8), arguments.words[0].bytes, Bytes("max".utf8)])
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    if arguments.hasOption("--json") { throw setsNone(arguments) }
    var limits = context[LimitSet.self] ?? LimitSet()
    limits.apply(
      try LimitValue.parse(arguments), words: arguments.words.map(\.bytes), origin: arguments.span)
    context[LimitSet.self] = limits.isEmpty ? nil : limits
  }

  static func acts(on arguments: Arguments) -> Bool {
    let rest = arguments.words.drop { $0.matches("--json") }
    return rest.first?.bytes.starts(with: "--job".utf8) ?? true
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard !arguments.words.isEmpty else {
      LimitList(of: nil, in: session).show(isJSON: false)
      return 0
    }
    let matched = try syntax.match(arguments)
    let job = try matched.option("--job").map { (name) throws(Diagnostic) in
      try LivePlace.job(name, for: matched.command, in: session)
    }
    let isJSON = matched.hasOption("--json")
    if !matched.operands.isEmpty {
      guard let job else { throw setsNone(matched) }
      try LimitJob.change(job, matched, in: session)
    }
    if isJSON || matched.operands.isEmpty { LimitList(of: job, in: session).show(isJSON: isJSON) }
    return 0
  }

  private static func setsNone(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      .unexpectedArgument, "`limit --json` lists the limits", at: arguments.span,
      label: "it sets none")
  }
}
