import Language
import Sandbox
import Session

/// `echo`: words to standard output.
enum EchoCommand: ActingCommand {
  static let name = "echo"
  static let group = CommandGroup.scripting
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

/// `note`: a remark for the reader.
enum NoteCommand: ActingCommand {
  static let name = "note"
  static let group = CommandGroup.scripting
  static let summary = "show a remark to the person in front of it"
  static let meaning = """
    Printed on standard error as a paragraph, so that a lesson can explain itself without its words \
    getting into the results.
    """
  static let syntax = Syntax(text)
  static let example = "note 'a new uts namespace has a hostname of its own'"

  private static let text = Parameter.some("TEXT", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.messages.present(.note, arguments[text].displayed)
    return 0
  }
}

/// `section`: a heading.
enum SectionCommand: ActingCommand {
  static let name = "section"
  static let group = CommandGroup.scripting
  static let summary = "show a heading"
  static let meaning = "Printed on standard error; a demo stops at it."
  static let syntax = Syntax(text)
  static let example = "section Namespaces"

  private static let text = Parameter.some("TEXT", .any)

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    session.messages.present(.section, arguments[text].displayed)
    return 0
  }
}
