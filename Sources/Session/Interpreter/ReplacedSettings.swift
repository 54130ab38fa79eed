import Language
import Sandbox

/// What a command has set anew that was set before: a repeated setting replaces the earlier one.
struct ReplacedSettings {
  let old: Context
  let new: Context
  /// The command.
  let origin: SourceSpan

  /// A note about each.
  ///
  /// - Parameter sources: that the commands are in.
  func notes(_ sources: SourceMap) -> [String] {
    let before = old.settings
    guard !before.isEmpty else { return [] }
    let kept = Set(new.settings.map(\.key))
    var notes: [String] = []
    for setting in new.settings where setting.origin == origin {
      for earlier in before
      where earlier.origin != setting.origin && earlier.words != setting.words
        && !earlier.words.isEmpty && Self.replaces(setting, earlier, kept)
      {
        let words = ScriptText.line(earlier.words).displayed
        let before = earlier.origin.map { " of \(sources.place(of: $0))" } ?? ""
        notes.append("note: \(sources.place(of: origin)): this replaces `\(words)`\(before)")
      }
    }
    return notes
  }

  /// `map root` replaces `map uid ...`, which sets a part of the same.
  private static func replaces(_ setting: Setting, _ earlier: Setting, _ kept: Set<String>) -> Bool
  {
    earlier.key == setting.key
      || (earlier.key.hasPrefix(setting.key + " ") && !kept.contains(earlier.key))
  }
}
