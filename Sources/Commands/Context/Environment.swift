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
  static let syntax = Syntax(changes)
  static let example = """
    env LANG=C GREETING='hello there' -TERM
    capture exec printenv GREETING
    assert $out is 'hello there'
    """

  private enum Change {
    case keepAll
    case one(Bytes, Environment.Variable.Change)
  }

  private static let changes = OneOf<[Change]>(
    Form(
      Parameter.word("keep", "pass variables of cloche's own on"),
      Parameter.some("NAME|all", kept)
    ) { _, changes in changes },
    Form(Parameter.some("NAME=VALUE|-NAME", changed)) { $0 })

  private static let kept = ValueKind<Change>(.session(.hostVariables)) {
    (word) throws(Diagnostic) in
    try checkName(word)
    return word.matches("all") ? .keepAll : .one(word.bytes, .keep)
  }

  private static let changed = ValueKind<Change> { (word) throws(Diagnostic) in
    if word.bytes.first == UInt8(ascii: "-") {
      let name = word.part(1..<word.bytes.count)
      try checkName(name)
      return .one(name.bytes, .remove)
    }
    guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) else {
      throw Quantity.malformed(word, "a change of the environment", "NAME=VALUE or -NAME")
        .fix("`env keep \(word.displayed)` passes cloche's own on")
    }
    let name = word.part(0..<equals)
    try checkName(name)
    return .one(name.bytes, .set(Bytes(word.bytes[(equals + 1)...])))
  }

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    guard invocation.words.count == 2, invocation.words[0].matches("-u"),
      invocation.words[1].bytes.isName
    else { return nil }
    return .habit(
      invocation.words[0], "the name follows the dash without a blank",
      write: [Bytes("env".utf8), Bytes("-".utf8) + invocation.words[1].bytes])
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    var environment = context[Environment.self] ?? Environment()
    for change in arguments[changes] {
      switch change {
      case .keepAll: environment.keepAll(origin: arguments.span)
      case .one(let name, let change):
        environment.change(name, change, origin: arguments.span)
      }
    }
    context[Environment.self] = environment
  }

  private static func checkName(_ word: Argument) throws(Diagnostic) {
    guard word.bytes.isName else {
      throw Quantity.malformed(word, "a variable's name", "letters, digits and _")
    }
  }
}
