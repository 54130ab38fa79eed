import Kernel
import Language

/// The environment of the program: clean, but for what any program needs and what was set.
package struct Environment: Facet {
  /// A change of one variable.
  package struct Variable: Sendable {
    package let name: Bytes
    /// Nil to keep the host's value, or to take the variable away: see `change`.
    package let change: Change
    package let origin: SourceSpan?

    /// What becomes of a variable.
    package enum Change: Sendable {
      case set(Bytes)
      case keep
      case remove
    }
  }

  /// In the order in which they were last set.
  package private(set) var variables: [Variable] = []
  /// `env keep all`.
  package private(set) var keepsAll = false
  private var keepsAllOrigin: SourceSpan?

  package init() {}

  /// Changes a variable, instead of what was said of it before.
  package mutating func change(_ name: Bytes, _ change: Variable.Change, origin: SourceSpan?) {
    variables.removeAll { $0.name == name }
    variables.append(Variable(name: name, change: change, origin: origin))
  }

  /// Passes all of cloche's own variables on.
  package mutating func keepAll(origin: SourceSpan?) {
    keepsAll = true
    keepsAllOrigin = origin
  }

  package var settings: [Setting] {
    let all =
      keepsAll ? [Setting("env keep all", "env", "keep", "all", origin: keepsAllOrigin)] : []
    return all
      + variables.map { variable in
        let env = Bytes("env".utf8)
        let words: [Bytes] =
          switch variable.change {
          case .set(let value): [env, variable.name + Bytes("=".utf8) + value]
          case .keep: [env, Bytes("keep".utf8), variable.name]
          case .remove: [env, Bytes("-".utf8) + variable.name]
          }
        return Setting("env \(variable.name.displayed)", words, variable.origin)
      }
  }

  /// Whether `env keep` lets a variable of cloche's own through that would not be there otherwise.
  package func keeps(_ name: Bytes) -> Bool {
    guard let variable = variables.first(where: { $0.name == name }) else {
      return keepsAll && !Self.isStandard(name)
    }
    if case .keep = variable.change { return true }
    return false
  }

  /// The whole environment, `NAME=VALUE` each, in a stable order.
  package static func resolved(in context: Context, host: Host) -> [Bytes] {
    let environment = context[Environment.self] ?? Environment()
    var entries: [(name: Bytes, value: Bytes)] = []
    func set(_ name: Bytes, _ value: Bytes) {
      if let index = entries.firstIndex(where: { $0.name == name }) {
        entries[index].value = value
      } else {
        entries.append((name, value))
      }
    }
    for entry in host.environment {
      guard let separator = entry.firstIndex(of: UInt8(ascii: "=")), separator > 0 else { continue }
      let name = Bytes(entry[..<separator])
      if environment.keepsAll || isStandard(name) {
        set(name, Bytes(entry[(separator + 1)...]))
      }
    }
    if !environment.keepsAll {
      for (name, value) in insideValues(in: context, host: host) {
        if let value { set(name, value) } else { entries.removeAll { $0.name == name } }
      }
    }
    for variable in environment.variables {
      switch variable.change {
      case .set(let value): set(variable.name, value)
      case .keep:
        if let value = host.variable(String(decoding: variable.name, as: UTF8.self)) {
          set(variable.name, value)
        }
      case .remove: entries.removeAll { $0.name == variable.name }
      }
    }
    return entries.map { $0.name + [UInt8(ascii: "=")] + $0.value }
  }

  /// PATH, HOME, USER, TERM, LANG and LC_*.
  static func isStandard(_ name: Bytes) -> Bool {
    ["PATH", "HOME", "USER", "TERM", "LANG"].contains { name.elementsEqual($0.utf8) }
      || name.starts(with: "LC_".utf8)
  }

  package static let standardPath = Bytes(
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".utf8)

  /// Values in place of the host's, which would be wrong: the folders of another root, another
  /// user's name and home. Nil where nothing is known to be right.
  private static func insideValues(in context: Context, host: Host) -> [(Bytes, Bytes?)] {
    var values: [(Bytes, Bytes?)] = []
    let identity = Identity.resolved(in: context, for: host.credentials)
    var isSomebodyElse = false
    if let asked = context[Identity.self] { isSomebodyElse = asked.uid != host.credentials.uid }
    let hasOwnTree =
      if case .directory = context[RootFileSystem.self]?.kind { true } else { false }
    if hasOwnTree || host.variable("PATH") == nil {
      values.append((Bytes("PATH".utf8), standardPath))
    }
    if hasOwnTree || isSomebodyElse {
      values.append((Bytes("HOME".utf8), Bytes((identity.uid == 0 ? "/root" : "/").utf8)))
    }
    if identity.uid == 0 || isSomebodyElse {
      values.append((Bytes("USER".utf8), identity.uid == 0 ? Bytes("root".utf8) : nil))
    }
    return values
  }
}
