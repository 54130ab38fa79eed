import Language

/// The variables of a session: those of `let` and of loops, and the parameters of the definition
/// that runs.
package struct Variables: Sendable {
  private var globals: [Bytes: Bytes] = [:]
  /// Parameters of the definitions that run, the innermost last.
  private var locals: [[Bytes: Bytes]] = []
  /// `$1`, `$2`, ...
  package var arguments: [Bytes] = []
  /// `$0`
  package var scriptName: Bytes = []

  /// A parameter of the running definition, else a variable of the session.
  package subscript(name: Bytes) -> Bytes? { locals.last?[name] ?? globals[name] }

  /// Sets a parameter where there is one of the name, else a variable of the session.
  package mutating func set(_ name: Bytes, _ value: Bytes) {
    if locals.last?[name] != nil {
      locals[locals.count - 1][name] = value
    } else {
      globals[name] = value
    }
  }

  /// A definition begins to run, with these.
  mutating func pushParameters(_ parameters: [Bytes: Bytes]) { locals.append(parameters) }

  /// The innermost definition has ended.
  mutating func popParameters() { _ = locals.popLast() }

  /// All the names that a `$NAME` finds here.
  package var names: [String] {
    (globals.keys + (locals.last?.keys.map { $0 } ?? [])).map(\.displayed).sorted()
  }
}
