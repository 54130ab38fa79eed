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
  static let syntax = Syntax(variable, equals, value)
  static let example = """
    let who = 'the world'
    echo hello $who
    """

  private static let equals = Parameter.word("=", "between blanks")
  private static let value = Parameter("WORD", .any)

  private static let variable = Parameter<Bytes>("NAME", .session(.variables)) {
    (word) throws(Diagnostic) in
    guard word.bytes.isName else {
      let error = Quantity.malformed(word, "a variable's name", "letters, digits and _")
      throw word.bytes.contains(UInt8(ascii: "="))
        ? error.fix("`let NAME = WORD`, with blanks") : error
    }
    return word.bytes
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.interpreter.variables.set(arguments[variable], arguments[value].bytes)
    return 0
  }
}
