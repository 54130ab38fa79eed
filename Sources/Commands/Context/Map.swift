import Kernel
import Language
import Sandbox

/// `map`: which ids inside are which outside.
enum MapCommand: BuildingCommand {
  static let name = "map"
  static let group = CommandGroup.context
  static let summary = "which user and group ids inside are which outside"
  static let meaning = """
    Writes /proc/PID/uid_map and gid_map of the new user namespace. `root`, the default, makes you \
    0 inside; `self` keeps your own ids; with `none` nobody is mapped, and everybody inside is 65534. A range is IN:OUT:COUNT: COUNT ids from IN on inside are \
    those from OUT on outside. With CAP_SETUID and CAP_SETGID cloche writes the maps itself, while the child waits. \
    Without them you can map your own ids only, and setgroups(2) is denied inside, as the kernel demands.
    """
  static let manualPages = ["user_namespaces(7)"]
  static let syntax = Syntax(mapping)
  static let example = """
    ns user
    map root
    exec true
    """

  private enum Mapping {
    /// Of both kinds.
    case all(IDMapping.Map)
    case ranges(IDMapping.IDKind, [Written<IDMapping.Range>])
  }

  private static let mapping = OneOf<Mapping>(
    Form(Parameter.word("root", "0 inside is you")) { _ in .all(.root) },
    Form(Parameter.word("self", "your own ids, the same inside")) { _ in .all(.own) },
    Form(Parameter.word("none", "nobody is anybody yet: 65534")) { _ in .all(.none) },
    Form(kind, Parameter.some("IN:OUT[:COUNT]", range.written)) { .ranges($0, $1) })

  private static let kind = Parameter<IDMapping.IDKind>(
    "KIND", [Choice("uid", "user ids", .uid), Choice("gid", "group ids", .gid)])

  /// IN:OUT or IN:OUT:COUNT.
  private static let range = ValueKind<IDMapping.Range> { (word) throws(Diagnostic) in
    let parts = word.split(UInt8(ascii: ":"))
    guard parts.count == 2 || parts.count == 3 else {
      throw Quantity.malformed(word, "an id map", "IN:OUT or IN:OUT:COUNT")
    }
    // 4294967295 is not an id: it means "unchanged" in setresuid(2).
    let highest = Int(UInt32.max) - 1
    let inside = try Quantity.count(parts[0], "an id", in: 0...highest)
    let outside = try Quantity.count(parts[1], "an id", in: 0...highest)
    let room = Int(UInt32.max) - max(inside, outside)
    let count =
      parts.count == 3 ? try Quantity.count(parts[2], "a count of ids", in: 1...room) : 1
    return IDMapping.Range(
      inside: UInt32(inside), outside: UInt32(outside), count: UInt32(count))
  }

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    let words = invocation.words.map(\.text)
    let numbers = Array(
      words.first == "uid" || words.first == "gid" ? words.dropFirst() : words[...])
    guard numbers.count == 3, numbers.allSatisfy({ Int($0) != nil }) else { return nil }
    return .habit(
      invocation.words[words.count - 3], "one word, with colons",
      write: .init(
        words: "map", words.first == "gid" ? "gid" : "uid", numbers.joined(separator: ":")))
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    switch arguments[mapping] {
    case .all(let map): context[IDMapping.self] = IDMapping(both: map, origin: arguments.span)
    case .ranges(let kind, let ranges):
      var mapping = context[IDMapping.self] ?? IDMapping()
      for range in ranges {
        if let other = mapping.overlap(with: range.value, kind) {
          throw Diagnostic(
            .badValue, "this range meets another one", at: range.word.span,
            label: "has ids of \(other.inside):\(other.outside):\(other.count)"
          ).note("an id has one counterpart, inside and outside")
            .fix("`map root` or `undo` takes the earlier one back")
        }
        mapping.add(range.value, to: kind, origin: arguments.span)
      }
      context[IDMapping.self] = mapping
    }
  }
}
