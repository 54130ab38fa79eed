import Language
import Sandbox
import Session

/// `let`: sets a variable.
enum LetCommand: ActingCommand {
  static let name = "let"
  static let group = CommandGroup.scripting
  static let summary = "set a variable: let NAME = WORD"
  static let meaning = """
    `$NAME` is then exactly this one word, never split, globbed or scanned again. Variables are \
    cloche's own; `env` sets those of the program.
    """
  static let syntax = Syntax(
    Syntax.Form(
      .value("NAME", name_), .word("=", meaning: "between blanks"), .value("WORD", .any)))
  static let example = """
    let who = 'the world'
    echo hello $who
    """

  private static let name_ = ValueKind(.session(.variables)) { (word) throws(Diagnostic) in
    guard word.bytes.isName else {
      let error = Quantity.malformed(word, "a variable's name", "letters, digits and _")
      throw word.bytes.contains(UInt8(ascii: "="))
        ? error.fix("`let NAME = WORD`, with blanks") : error
    }
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    if let name = arguments["NAME"], let word = arguments["WORD"] {
      session.interpreter.variables.set(name.bytes, word.bytes)
    }
    return 0
  }
}
