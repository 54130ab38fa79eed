import Commands
import Language
import Sandbox
import Session

/// The context that a command's example builds: a case for every test that goes through all settings, so
/// that a new command is in each of them without being written down.
package struct ExampleSettings: Sendable, CustomStringConvertible {
  package let command: String
  /// The building commands of the example, a line each.
  package let script: String
  package var description: String { command }

  /// Those of all building commands, in the order of the registry.
  package static let all: [ExampleSettings] = Registry.commands.compactMap { of($0.command) }

  /// Those of one command; nil for one that builds nothing.
  package static func of(_ command: any Command.Type) -> ExampleSettings? {
    guard command.group == .context else { return nil }
    return ExampleSettings(command: command.name, script: settings(in: command.example))
  }

  private static let table = CommandTable(Registry.commands)

  private static func settings(in example: String) -> String {
    let script = Parser.parse(Bytes(example.utf8), source: SourceID(0)).script
    return script.nodes.filter { node in
      guard node.kind == .simple else { return false }
      switch table.command(named: script.text(of: script.words[Int(node.firstWord)])) {
      case .building: return true
      // Without words it lists.
      case .listing: return script.words(of: node).count > 1
      default: return false
      }
    }
    .map { String(decoding: script.bytes[script.span(of: $0).range], as: UTF8.self) }
    .joined(separator: "\n")
  }
}
