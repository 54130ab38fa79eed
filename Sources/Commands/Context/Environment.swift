import Kernel
import Language
import Sandbox

/// `env`: the environment of the program.
enum EnvironmentCommand: BuildingCommand {
  static let name = "env"
  static let group = CommandGroup.context
  static let summary = "the program's environment, which starts clean"
  static let meaning = """
    Of cloche's own environment only PATH, HOME, USER, TERM, LANG and LC_* reach the program; with \
    a root of its own PATH and HOME are those of a fresh system. `NAME=VALUE` sets a variable, \
    `keep NAME` passes cloche's on, `keep all` everything, `-NAME` takes one away.
    """
  static let manualPages = ["environ(7)", "execve(2)"]
  static let syntax = Syntax(
    Syntax.Form(
      .word("keep", meaning: "pass variables of cloche's own on"),
      .some("NAME|all", ValueKind(.session(.hostVariables), check: checkName))),
    Syntax.Form(.some("NAME=VALUE|-NAME", ValueKind(check: checkChange))))
  static let example = """
    env LANG=C GREETING='hello there' -TERM
    capture exec printenv GREETING
    assert $out is 'hello there'
    """

  static func refusalOfHabit(_ arguments: Arguments) -> Diagnostic? {
    guard arguments.words.count == 2, arguments.words[0].matches("-u"),
      arguments.words[1].bytes.isName
    else { return nil }
    return .habit(
      arguments.words[0], "the name stands right behind the dash",
      write: [Bytes("env".utf8), Bytes("-".utf8) + arguments.words[1].bytes])
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    var environment = context[Environment.self] ?? Environment()
    for word in arguments.all("NAME|all") {
      if word.matches("all") {
        environment.keepAll(origin: arguments.span)
      } else {
        environment.change(word.bytes, .keep, origin: arguments.span)
      }
    }
    for word in arguments.all("NAME=VALUE|-NAME") {
      try checkChange(word)
      if word.bytes.first == UInt8(ascii: "-") {
        environment.change(Bytes(word.bytes.dropFirst()), .remove, origin: arguments.span)
      } else if let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) {
        environment.change(
          Bytes(word.bytes[..<equals]), .set(Bytes(word.bytes[(equals + 1)...])),
          origin: arguments.span)
      }
    }
    context[Environment.self] = environment
  }

  @Sendable private static func checkName(_ word: Argument) throws(Diagnostic) {
    guard word.bytes.isName else {
      throw Quantity.malformed(word, "a variable's name", "letters, digits and _")
    }
  }

  @Sendable private static func checkChange(_ word: Argument) throws(Diagnostic) {
    if word.bytes.first == UInt8(ascii: "-") {
      return try checkName(word.part(1..<word.bytes.count))
    }
    guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) else {
      throw Quantity.malformed(word, "a change of the environment", "NAME=VALUE or -NAME")
        .fix("`env keep \(word.displayed)` passes cloche's own on")
    }
    try checkName(word.part(0..<equals))
  }
}
