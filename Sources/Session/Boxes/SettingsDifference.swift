import Language
import Sandbox

/// What another context has in place of one: what `undo` and `redo` say.
package struct SettingsDifference {
  /// The settings that are gone, and those that have come, each as a line that would make them.
  package let gone: [String]
  package let come: [String]

  package init(from old: Context, to new: Context) {
    gone = Self.lines(of: old, without: new)
    come = Self.lines(of: new, without: old)
  }

  /// In one line: `took back: ns user mnt; env A=1`.
  package var text: String {
    let parts = [("took back", gone), ("again", come)].filter { !$0.1.isEmpty }
    return parts.isEmpty
      ? "nothing is different: the change had no effect"
      : parts.map { "\($0.0): \($0.1.joined(separator: "; "))" }.joined(separator: ", ")
  }

  private static func lines(of context: Context, without other: Context) -> [String] {
    var rest = other.settings.map(\.words)
    var found: [Setting] = []
    for setting in context.settings where !setting.words.isEmpty {
      if let same = rest.firstIndex(of: setting.words) {
        rest.remove(at: same)
      } else {
        found.append(setting)
      }
    }
    return joined(found).map { ScriptText.line($0).displayed }
  }

  /// Settings that one command made are one line, where each adds a word: `ns user mnt`.
  private static func joined(_ settings: [Setting]) -> [[Bytes]] {
    var lines: [(words: [Bytes], origin: SourceSpan?)] = []
    for setting in settings {
      if let last = lines.last, let origin = setting.origin, last.origin == origin,
        setting.words.count == 2, last.words.first == setting.words.first
      {
        lines[lines.count - 1].words.append(setting.words[1])
      } else {
        lines.append((setting.words, setting.origin))
      }
    }
    return lines.map(\.words)
  }
}
