extension String {
  /// As many blanks; none for a negative number.
  ///
  /// No initializer: `numbers.map(String.init)` would mean it.
  package static func blanks(_ count: Int) -> String {
    String(repeating: " ", count: Swift.max(0, count))
  }

  /// The text without blanks at its end.
  package var withoutTrailingBlanks: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The text as far as it fits into a number of columns, with three dots where something is missing.
  package func cut(to columns: Int) -> String {
    guard displayWidth > columns else { return self }
    var text = ""
    var counter = ColumnCounter()
    for character in self {
      counter.add(String(character))
      if counter.columns > columns - 3 { break }
      text.append(character)
    }
    return text + "..."
  }
}
