/// What may stand behind a `|`: what a command prints goes through it.
package enum FilterName: String, CaseIterable, Sendable {
  /// Only the lines with a word in them.
  case match
  /// How many lines there are.
  case count
  /// Into a file.
  case save
  /// Into the standard input of a program on the host.
  case program = "!"

  /// The filter of a word, or nil.
  package init?(_ word: ArraySlice<UInt8>) {
    guard let name = Self.allCases.first(where: { word.elementsEqual($0.rawValue.utf8) }) else {
      return nil
    }
    self = name
  }
}
