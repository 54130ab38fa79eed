import Language
import Sandbox
import Session

/// `box`: another context.
enum BoxCommand: ActingCommand {
  static let name = "box"
  static let group = CommandGroup.changing
  static let summary = "go to another context, which is made if it is new"
  static let meaning = """
    A session can build several contexts side by side, each under a name. The first one is `main`. \
    The prompt shows which one is being built. Without NAME it says which.
    """
  static let effect = CommandEffect.unknown
  static let syntax = Syntax(boxName)
  static let example = """
    box web
    ns uts user
    box main
    exec true
    """

  private static let boxName = Parameter.optional("NAME", names)

  private static let names = ValueKind<String>(.session(.boxes)) { (word) throws(Diagnostic) in
    guard word.bytes.isCommandName || word.bytes.isName else {
      throw Quantity.malformed(word, "a name", "letters, digits, - and _")
    }
    return word.text
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    guard let name = arguments[boxName] else {
      session.output.writeLine(session.boxes.current.name)
      return 0
    }
    _ = session.boxes.select(name)
    return 0
  }
}
