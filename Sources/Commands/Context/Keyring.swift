import Language
import Sandbox

/// `keyring`: the program's session keyring.
enum KeyringCommand: BuildingCommand {
  static let name = "keyring"
  static let group = CommandGroup.context
  static let summary = "whether the program has a session keyring of its own"
  static let meaning = """
    The kernel keeps keys for a login in its session keyring, and every child of the login may read \
    them. `new` gives the program an empty one, by keyctl(2); it is the default as soon as anything is \
    set in the context. `share` leaves it cloche's own. Where the kernel has no keyrings, or a filter \
    around cloche refuses them, the default is left out, and `new` is an error.
    """
  static let manualPages = ["session-keyring(7)", "keyctl(2)"]
  static let syntax = Syntax(isNew)
  static let example = """
    ns user
    keyring new
    exec true
    """

  private static let isNew = Parameter<Bool>(
    "WHICH",
    [
      Choice("new", "an empty one of its own", true),
      Choice("share", "cloche's own, with the keys in it", false),
    ])

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[Keyring.self] = Keyring(isNew: arguments[isNew], origin: arguments.span)
  }
}
