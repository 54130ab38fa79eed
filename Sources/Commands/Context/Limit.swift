import ControlGroups
import Kernel
import Language
import Sandbox
import Session

/// `limit`: control groups.
enum LimitCommand: BuildingCommand, ActingCommand {
  static let name = "limit"
  static let group = CommandGroup.context
  static let summary = "how much the whole sandbox gets, by control groups"
  static let meaning = """
    cloche makes a control group, writes the limits, has the child join it before anything else, and \
    removes it when the sandbox has ended. The words are the same on cgroup v1 and v2. `max` lifts a \
    limit. Without arguments: the limits asked for, and what the kernel stored at the last run.
    """
  static let manualPages = ["cgroups(7)"]
  static let syntax = Syntax(
    Syntax.Form(
      .choice("RESOURCE", Resource.allCases.map { ($0.rawValue, $0.meaning) }),
      .value("VALUE", .any)))
  static let example = """
    limit pids 20
    limit memory 64M
    limit cpu 50%
    show
    """

  static func offers(_ word: String, after arguments: [Bytes]) -> Bool {
    Resource(rawValue: word).map { GroupManager.version(of: $0.controller) != nil } ?? true
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    guard let name = arguments["RESOURCE"], let value = arguments["VALUE"],
      let resource = Resource(rawValue: name.text)
    else { return }
    let limit = Limit(resource, try LimitValue.parse(value, for: resource))
    var limits = context[LimitSet.self] ?? LimitSet()
    limits.set(limit, text: value.bytes, origin: arguments.span)
    context[LimitSet.self] = limits.isEmpty ? nil : limits
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let limits = session.context[LimitSet.self] else {
      session.output.writeLine("no limits; `limit pids 20` sets one")
      return 0
    }
    for entry in limits.entries {
      let resource = entry.limit.resource.rawValue
      let stored = session.lastJob?.storedLimits[resource]
      session.output.writeLine(
        "\(resource.padded(to: 8)) \(entry.text.displayed.padded(to: 8)) "
          + (stored.map { "stored: \($0)" } ?? "not run yet"))
    }
    return 0
  }
}

/// The values of `limit`.
enum LimitValue {
  /// The amount, or nil for `max`.
  static func parse(_ word: Argument, for resource: Resource) throws(Diagnostic) -> Int? {
    if word.matches("max") { return nil }
    switch resource {
    case .pids: return try Quantity.count(word, "a number of processes", in: 1...4_194_304)
    case .memory: return try Quantity.size(word, "a size of memory", in: 4096...(Int.max - 4096))
    case .cpu: return try cpu(word)
    }
  }

  /// Thousandths of a CPU from `50%` or `1.5`.
  private static func cpu(_ word: Argument) throws(Diagnostic) -> Int {
    let what = "an amount of CPU time"
    let isPercent = word.bytes.last == UInt8(ascii: "%")
    let number = isPercent ? word.part(0..<word.bytes.count - 1) : word
    let parts = number.split(UInt8(ascii: "."))
    guard parts.count <= 2, let fraction = parts.count == 2 ? digits(parts[1]) : "0" else {
      throw Quantity.malformed(word, what, "50% or 1.5")
    }
    guard !parts[0].bytes.isEmpty, parts[0].bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Quantity.malformed(word, what, "50% or 1.5")
    }
    let whole = try Quantity.count(parts[0], what, in: 0...1_000_000)
    // A percentage may have a fraction too.
    let places = isPercent ? 1 : 3
    guard fraction.dropFirst(places).allSatisfy({ $0 == "0" }) else {
      throw Diagnostic(
        .outOfRange, "`\(word.displayed)` is out of range for \(what)", at: word.span,
        label: "in steps of 0.1%")
    }
    let padded = (fraction + "000").prefix(places)
    let thousandths = whole * (isPercent ? 10 : 1000) + (Int(padded) ?? 0)
    // The kernel takes no quota below a millisecond, in periods of a tenth of a second.
    guard thousandths >= 10 else {
      throw Diagnostic(
        .outOfRange, "`\(word.displayed)` is out of range for \(what)", at: word.span,
        label: "at least 1%")
    }
    return thousandths
  }

  private static func digits(_ word: Argument) -> String? {
    guard !word.bytes.isEmpty, word.bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return word.text
  }
}
