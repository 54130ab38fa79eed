import Language
import Sandbox
import Session

/// `echo`: words to standard output.
enum EchoCommand: ActingCommand {
  static let name = "echo"
  static let group = CommandGroup.scripting
  static let prints = true
  static let summary = "print words, with one blank between them"
  static let meaning =
    "Cloche prints them itself and runs no program. A word like -n is printed as it is."
  static let syntax = Syntax(words)
  static let example = "echo one 'two  three'"

  private static let words = Parameter.many("WORD", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let words = arguments[words].map(\.bytes)
    session.output.write(Bytes(words.joined(separator: [UInt8(ascii: " ")])) + [UInt8(ascii: "\n")])
    return 0
  }
}
