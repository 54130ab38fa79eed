import Language
import Limits
import Sandbox

/// A command that does something with a session.
package protocol ActingCommand: Command {
  /// Runs it; a status that is not 0 stops a script.
  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32
}

/// A command that changes a context, and lists what there is where it is written so: `ns`, `limit`.
package protocol ListingCommand: BuildingCommand {
  /// Whether it lists, as it is written. Then its words are its own to match.
  static func lists(_ invocation: Invocation) -> Bool
  /// Says what is wrong with the words of such a list, which is not run.
  static func checkList(_ invocation: Invocation) throws(Diagnostic)
  /// Lists; a status that is not 0 stops a script.
  static func list(_ invocation: Invocation, in session: Session) throws(Diagnostic) -> Int32
}

/// A command as the registry lists it.
package enum RegisteredCommand: Sendable {
  case building(any BuildingCommand.Type)
  case acting(any ActingCommand.Type)
  case listing(any ListingCommand.Type)

  /// What the command says of itself, whatever it does.
  package var command: any Command.Type {
    switch self {
    case .building(let type): type
    case .acting(let type): type
    case .listing(let type): type
    }
  }

  /// Whether it prints something for a filter, as it is written.
  func prints(_ invocation: Invocation) -> Bool {
    if case .listing(let type) = self { return type.lists(invocation) }
    return command.prints
  }
}

/// The commands of a program, found by name. Passed in from above: nothing here knows any of them.
package struct CommandTable: Sendable {
  /// All of them, in the order of `help`.
  package let commands: [RegisteredCommand]
  private let names: NameTable
  private let otherErrors: @Sendable () -> [ErrorCode]

  /// A table of commands, with the errors that are declared neither by them nor below.
  package init(
    _ commands: [RegisteredCommand], otherErrors: @escaping @Sendable () -> [ErrorCode] = { [] }
  ) {
    self.commands = commands
    self.otherErrors = otherErrors
    var names = NameTable(capacity: commands.count * 2)
    for (index, entry) in commands.enumerated() {
      names.insert(entry.command.name, index)
      for alias in entry.command.aliases { names.insert(alias, index) }
    }
    self.names = names
  }

  /// The index of a command by its exact name.
  @inline(__always)
  package func index(of name: ArraySlice<UInt8>) -> Int? { names[name] }

  /// A command by its exact name or alias.
  package func command(named name: ArraySlice<UInt8>) -> RegisteredCommand? {
    names[name].map { commands[$0] }
  }

  /// Every name and alias, sorted.
  package var allNames: [String] { names.keys.sorted() }
}

extension CommandTable {
  /// Every error that the program may report, by number. Put together when somebody asks.
  package var errors: [ErrorCode] {
    let lists =
      [
        ErrorCode.ofLanguage, ErrorCode.ofSandbox, ErrorCode.ofLimits, ErrorCode.ofSession,
        otherErrors(),
      ]
      + commands.map { $0.command.errors }
    return lists.joined().sorted { $0.number < $1.number }
  }

  /// The error of a name, with or without its zeros: `E0412`, `e412`.
  package func error(named name: String) -> ErrorCode? {
    let digits = name.dropFirst()
    guard name.first == "E" || name.first == "e", digits.allSatisfy({ "0"..."9" ~= $0 }),
      let number = UInt16(digits)
    else { return nil }
    return errors.first { $0.number == number }
  }
}
