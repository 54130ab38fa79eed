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
    0 inside; `self` keeps your own ids. A range is IN:OUT:COUNT: COUNT ids from IN on inside are \
    those from OUT on outside. Without CAP_SETUID only your own id can be mapped; setgroups is \
    denied then, as the kernel demands.
    """
  static let manualPages = ["user_namespaces(7)"]
  static let syntax = Syntax(
    Syntax.Form(.word("root", meaning: "0 inside is you")),
    Syntax.Form(.word("self", meaning: "your own ids, the same inside")),
    Syntax.Form(
      .choice("KIND", [("uid", "user ids"), ("gid", "group ids")]),
      .some("IN:OUT[:COUNT]", range)))
  static let example = """
    ns user
    map root
    exec true
    """

  private static let range = ValueKind { (word) throws(Diagnostic) in _ = try parse(word) }

  static func refusalOfHabit(_ arguments: Arguments) -> Diagnostic? {
    let words = arguments.words.map(\.text)
    let numbers = Array(
      words.first == "uid" || words.first == "gid" ? words.dropFirst() : words[...])
    guard numbers.count == 3, numbers.allSatisfy({ Int($0) != nil }) else { return nil }
    return .habit(
      arguments.words[words.count - 3], "one word, with colons",
      write: .init(
        words: "map", words.first == "gid" ? "gid" : "uid", numbers.joined(separator: ":")))
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    switch arguments.form {
    case 0: context[IDMapping.self] = IDMapping(both: .root, origin: arguments.span)
    case 1: context[IDMapping.self] = IDMapping(both: .own, origin: arguments.span)
    default:
      let kind: IDMapping.IDKind = arguments["KIND"]?.matches("uid") == true ? .uid : .gid
      var mapping = context[IDMapping.self] ?? IDMapping()
      for word in arguments.all("IN:OUT[:COUNT]") {
        let range = try parse(word)
        if let other = mapping.overlap(with: range, kind) {
          throw Diagnostic(
            .badValue, "this range meets another one", at: word.span,
            label: "has ids of \(other.inside):\(other.outside):\(other.count)"
          ).note("an id has one counterpart, inside and outside")
            .fix("`map root` or `undo` takes the earlier one back")
        }
        mapping.add(range, to: kind, origin: arguments.span)
      }
      context[IDMapping.self] = mapping
    }
  }

  /// IN:OUT or IN:OUT:COUNT.
  private static func parse(_ word: Argument) throws(Diagnostic) -> IDMapping.Range {
    let parts = word.split(UInt8(ascii: ":"))
    guard parts.count == 2 || parts.count == 3 else {
      throw Quantity.malformed(word, "an id map", "IN:OUT or IN:OUT:COUNT")
    }
    // 4294967295 is no id, it means "unchanged" in setresuid(2).
    let highest = Int(UInt32.max) - 1
    let inside = try Quantity.count(parts[0], "an id", in: 0...highest)
    let outside = try Quantity.count(parts[1], "an id", in: 0...highest)
    let room = Int(UInt32.max) - max(inside, outside)
    let count =
      parts.count == 3 ? try Quantity.count(parts[2], "a count of ids", in: 1...room) : 1
    return IDMapping.Range(
      inside: UInt32(inside), outside: UInt32(outside), count: UInt32(count))
  }
}
