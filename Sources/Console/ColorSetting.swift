import Language
import Sandbox

/// `--color`: when colours are used.
enum ColorSetting: String, CaseIterable {
  /// On a terminal, unless the environment says otherwise.
  case auto
  case always
  case never

  static let value = ValueKind<ColorSetting>(.words(allCases.map(\.rawValue))) {
    (word) throws(Diagnostic) in
    if let setting = allCases.first(where: { word.matches($0.rawValue) }) { return setting }
    let words = allCases.map(\.rawValue)
    throw Diagnostic(
      .unknownWord, "unknown colour setting `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: words)
    ).note("there are \(words.joined(separator: " "))")
  }
}
