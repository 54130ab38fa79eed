import Kernel
import Language
import Sandbox

/// `rlimit`: resource limits of the process.
enum ResourceLimitCommand: BuildingCommand {
  static let name = "rlimit"
  static let group = CommandGroup.context
  static var errors: [ErrorCode] { [.resourceLimitRefused] }
  static let summary = "resource limits of the process, as of `ulimit`"
  static let meaning = """
    The child calls prlimit64 before it gives its ids up. SOFT is what holds, HARD how far the \
    program may raise it; HARD is SOFT when left out. Sizes take K, M, G or T, `max` is no limit. \
    `limit` bounds a whole sandbox, this each of its processes (`nproc`: all of one user).
    """
  static let manualPages = ["prlimit(2)", "getrlimit(2)"]
  static let syntax = Syntax(resource, limits)
  static let example = """
    rlimit nofile 64
    capture exec sh -c 'ulimit -n'
    assert $out is 64
    """

  private static let resource = Parameter("NAME", ResourceLimits.Resource.allCases)
  /// What they may be depends on the resource.
  private static let limits = Parameter("SOFT[:HARD]", .any)

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    guard invocation.words.count == 2,
      ["unlimited", "infinity", "-1"].contains(invocation.words[1].text)
    else { return nil }
    return .habit(
      invocation.words[1], "no limit is `max` here",
      write: [Bytes("rlimit".utf8), invocation.words[0].bytes, Bytes("max".utf8)])
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    let (resource, value) = (arguments[resource], arguments[limits])
    let parts = value.split(UInt8(ascii: ":"))
    guard parts.count <= 2 else {
      throw Quantity.malformed(value, "a limit", "SOFT or SOFT:HARD")
    }
    let soft = try parse(parts[0], resource)
    let hard = parts.count == 2 ? try parse(parts[1], resource) : soft
    guard soft <= hard else {
      throw Diagnostic(
        .outOfRange, "the soft limit is above the hard one", at: value.span,
        label: "SOFT:HARD, the larger one last")
    }
    var limits = context[ResourceLimits.self] ?? ResourceLimits()
    limits.set(resource, soft: soft, hard: hard, text: value.bytes, origin: arguments.span)
    context[ResourceLimits.self] = limits
  }

  /// RLIM64_INFINITY, see getrlimit(2).
  private static let infinity = UInt64.max

  private static func parse(
    _ word: Argument, _ resource: ResourceLimits.Resource
  ) throws(Diagnostic) -> UInt64 {
    if word.matches("max") { return infinity }
    let what = "a limit of \(resource.rawValue)"
    return UInt64(
      resource.isSize ? try Quantity.size(word, what) : try Quantity.count(word, what))
  }
}

struct ResourceLimits: Facet {
  /// RLIMIT_ constants by the names that prlimit(1) has for them.
  enum Resource: String, CaseIterable, WordValue {
    case cpu, fsize, data, stack, core, rss, nproc, nofile, memlock, `as`, locks, sigpending
    case msgqueue, nice, rtprio, rttime

    /// The kernel's number, which is the order of the cases on x86_64 and aarch64.
    var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    var isSize: Bool {
      [.fsize, .data, .stack, .core, .rss, .memlock, .as, .msgqueue].contains(self)
    }

    var meaning: String {
      switch self {
      case .cpu: "seconds of CPU time"
      case .fsize: "size of a file it writes"
      case .data: "size of its data"
      case .stack: "size of its stack"
      case .core: "size of a core dump"
      case .rss: "resident memory (no effect today)"
      case .nproc: "processes of its user"
      case .nofile: "open files"
      case .memlock: "locked memory"
      case .as: "address space"
      case .locks: "file locks (no effect today)"
      case .sigpending: "queued signals"
      case .msgqueue: "bytes in message queues"
      case .nice: "20 minus the lowest nice value"
      case .rtprio: "real-time priority"
      case .rttime: "microseconds of real-time CPU"
      }
    }
  }

  private struct Limit {
    let resource: Resource
    let soft: UInt64
    let hard: UInt64
    let text: Bytes
    let origin: SourceSpan?
  }

  private var limits: [Limit] = []

  mutating func set(
    _ resource: Resource, soft: UInt64, hard: UInt64, text: Bytes, origin: SourceSpan?
  ) {
    limits.removeAll { $0.resource == resource }
    limits.append(Limit(resource: resource, soft: soft, hard: hard, text: text, origin: origin))
  }

  var settings: [Setting] {
    limits.map { limit in
      Setting(
        "rlimit \(limit.resource.rawValue)",
        [Bytes("rlimit".utf8), Bytes(limit.resource.rawValue.utf8), limit.text], limit.origin)
    }
  }

  var phases: [Phase] { [.resourceLimits] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    for limit in limits {
      plan.asked(by: limit.origin, causes: Self.causes(of: limit)) {
        $0.call(
          .prlimit64, .number(0), .constant(UInt64(limit.resource.number), Self.names),
          .structure(
            Operand.Structure(
              "rlimit64",
              [
                Operand.Member("rlim_cur", .constant(limit.soft, Self.values)),
                Operand.Member("rlim_max", .constant(limit.hard, Self.values)),
              ])), .null)
      }
    }
  }

  private static func causes(of limit: Limit) -> Causes {
    { refusal in
      guard refusal.errno == .notPermitted else { return nil }
      let mayRaise = refusal.host.can(.systemResource) && !refusal.context.has(.user)
      let present = refusal.host.hardLimit(limit.resource.number)
      if !mayRaise, let present, limit.hard > present {
        return Explanation(
          .resourceLimitRefused,
          why: "only CAP_SYS_RESOURCE of the host raises a hard limit, which is \(present) here "
            + "(checked; you are uid \(refusal.host.credentials.uid))",
          fix: "`rlimit \(limit.resource.rawValue) \(present)`")
      }
      if limit.resource == .nofile, let most = SmallFile.number("/proc/sys/fs/nr_open"),
        limit.hard > UInt64(most)
      {
        return Explanation(
          .resourceLimitRefused,
          why: "this kernel opens at most \(most) files in a process "
            + "(checked: /proc/sys/fs/nr_open)", fix: "`rlimit nofile \(most)` at most")
      }
      return Explanation(
        .resourceLimitRefused,
        why: "only CAP_SYS_RESOURCE of the host raises a hard limit "
          + "(see `ulimit -H`; you are uid \(refusal.host.credentials.uid))",
        fix: "a limit no higher than the present hard one")
    }
  }

  private static var names: Constants {
    Constants(values: {
      Resource.allCases.map { ("RLIMIT_" + $0.rawValue.uppercased(), UInt64($0.number)) }
    })
  }

  private static var values: Constants {
    Constants(values: { [("RLIM64_INFINITY", UInt64.max)] })
  }
}

extension ErrorCode {
  package static var resourceLimitRefused: ErrorCode {
    ErrorCode(
      415, title: "a resource limit was refused",
      story: """
        Each limit has two values: the soft one holds, the hard one is how far the soft one may be \
        raised. Anybody may lower a hard limit, but only CAP_SYS_RESOURCE may raise one, and it has \
        to be the host's: the root of a user namespace has it not (getrlimit(2)). Moreover `nofile` \
        cannot go above /proc/sys/fs/nr_open, not even by root.

        Take a value up to the present hard limit, or start cloche with a higher one.

            ! sh -c 'ulimit -H -a; cat /proc/sys/fs/nr_open'
            rlimit nofile 64
            exec sh -c 'ulimit -n'
        """)
  }
}
