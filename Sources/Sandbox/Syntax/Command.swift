import Language

/// What all commands declare. A command is a type without instances: its file says everything about
/// it, and the registry lists it.
package protocol Command: Sendable {
  /// As typed.
  static var name: String { get }
  /// Other names for the same.
  static var aliases: [String] { get }
  static var group: CommandGroup { get }
  /// One line, for lists.
  static var summary: String { get }
  /// What it does, in the kernel's terms: for `help COMMAND`.
  static var meaning: String { get }
  /// Manual pages that say more: `namespaces(7)`.
  static var manualPages: [String] { get }
  static var syntax: Syntax { get }
  /// A script that shows it; the tests parse and plan every one.
  static var example: String { get }
  /// Whether it is there to print something, which a filter may take.
  static var prints: Bool { get }
  /// The codes of errors that its file declares.
  static var errors: [ErrorCode] { get }
  /// What checking without running must know of it.
  static var effect: CommandEffect { get }
  /// That the arguments are written as another tool wants them, with what to write instead; nil where
  /// they are not.
  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic?
  /// Whether completion offers a word of the syntax after the arguments so far: this host may lack
  /// what it names, or it may not go with them.
  static func offers(_ word: String, after arguments: [Bytes]) -> Bool
}

/// What a command does, as far as a check that runs nothing must know.
package enum CommandEffect: Sendable {
  /// Nothing to the context.
  case none
  /// Runs a program in the context, which must not break a rule then.
  case launches
  /// Brings the box up, whose context must not break a rule then.
  case bringsUp
  /// Ends the box that is up.
  case bringsDown
  /// Runs a script, whose file is the first argument.
  case sources
  /// Leaves a fresh context.
  case resets
  /// Leaves a context that only the run will tell.
  case unknown
}

extension Command {
  package static var aliases: [String] { [] }
  package static var manualPages: [String] { [] }
  package static var errors: [ErrorCode] { [] }
  package static var effect: CommandEffect { .none }
  package static var prints: Bool { group == .looking }
  package static func offers(_ word: String, after arguments: [Bytes]) -> Bool { true }

  package static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? { nil }

  /// Matches a command's words with its syntax, or says what is wrong with them.
  package static func match(_ invocation: Invocation) throws(Diagnostic) -> Arguments {
    if let refusal = refusalOfHabit(invocation) { throw refusal }
    return try syntax.match(invocation)
  }

  /// The same while checking: nil where a word's value only the run will tell.
  package static func check(_ invocation: Invocation) throws(Diagnostic) -> Arguments? {
    if invocation.areKnown, let refusal = refusalOfHabit(invocation) { throw refusal }
    return try syntax.check(invocation)
  }

  /// The name and the others.
  package static var names: [String] { [name] + aliases }
}

/// The groups of `help`, in its order.
package enum CommandGroup: String, CaseIterable, Sendable {
  case context = "build the context"
  case running = "run"
  case looking = "look"
  case changing = "change and keep"
  case scripting = "script"
  case session = "session"
}

/// A command that changes a context and nothing else. It can be undone, checked without running,
/// and stepped back over.
package protocol BuildingCommand: Command {
  /// Changes the context, or refuses.
  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic)
}
