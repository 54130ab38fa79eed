import Language
import Sandbox

/// What surprises everybody about a context, said at the prompt once for each state of it.
struct ContextRemarks {
  /// The settings of the last launch that was remarked on.
  private var last: [[Bytes]]?

  /// The notes that are due before a launch.
  mutating func take(for context: Context) -> [String] {
    let words = context.settings.map(\.words)
    defer { last = words }
    return words == last ? [] : Self.all(for: context)
  }

  private static func all(for context: Context) -> [String] {
    if context.settings.isEmpty {
      return [
        "note: nothing is isolated yet, so this runs on the host as it is;"
          + " `ns uts pid mnt user` begins a box"
      ]
    }
    guard context.has(.pid), showsHostProcesses(context) else { return [] }
    let namespaces = context.has(.mnt) ? "" : "`ns mnt` and "
    return [
      "note: /proc is still the host's, so that ps shows the host's processes;"
        + " \(namespaces)`mount proc /proc` shows those inside"
    ]
  }

  /// The root is the host's, and nothing is mounted over its /proc.
  private static func showsHostProcesses(_ context: Context) -> Bool {
    if let root = context[RootFileSystem.self]?.kind {
      // The tree that is made from the host has a fresh one.
      guard case .directory(let path) = root, path == Bytes("/".utf8) else { return false }
    }
    let destinations = context.settings.map(\.words).filter { $0.count > 2 }
    return !destinations.contains { words in
      (words[0] == Bytes("mount".utf8) || words[0] == Bytes("bind".utf8))
        && words.dropFirst().contains(Bytes("/proc".utf8))
    }
  }
}
