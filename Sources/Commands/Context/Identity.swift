import Kernel
import Language
import Sandbox

/// `as`: who the program is.
enum IdentityCommand: BuildingCommand {
  static let name = "as"
  static let group = CommandGroup.context
  static let summary = "the user and the groups that the program runs as"
  static let meaning = """
    The child makes setgroups, setresgid and setresuid, in this order, since a changed uid takes \
    the right to change the others away. The ids are those inside. Without GID it is the number of \
    UID, where that group exists inside.
    """
  static let manualPages = ["setresuid(2)", "setgroups(2)", "credentials(7)"]
  static let syntax = Syntax(identity)
  static let example = """
    as 65534:65534
    exec id -u
    """

  private static let identity = Parameter<Identity>(
    "UID[:GID[,GID...]]", .session(.users), parse: parse)

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    guard let word = invocation.words.first, word.matches("root") else { return nil }
    return .habit(word, "ids are numbers, those inside", write: .init(words: "as", "0"))
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    let identity = arguments[identity]
    context[Identity.self] = Identity(
      uid: identity.uid, gid: identity.gid, groups: identity.groups, origin: arguments.span)
  }

  @Sendable private static func parse(_ word: Argument) throws(Diagnostic) -> Identity {
    let parts = word.split(UInt8(ascii: ":"))
    guard parts.count <= 2 else {
      throw Quantity.malformed(word, "an identity", "UID, UID:GID or UID:GID,GID...")
    }
    let highest = Int(UInt32.max) - 1
    let uid = try Quantity.count(parts[0], "a user id", in: 0...highest)
    var groups: [UInt32] = []
    if parts.count == 2 {
      for part in parts[1].split(UInt8(ascii: ",")) {
        groups.append(UInt32(try Quantity.count(part, "a group id", in: 0...highest)))
      }
    }
    return Identity(
      uid: UInt32(uid), gid: groups.first, groups: Array(groups.dropFirst()), origin: nil)
  }
}
