extension Parser {
  /// What is still open at the end of a text: a prompt asks for more, in a file it is an error.
  package enum Incomplete: String, Sendable {
    case singleQuote = "'"
    case doubleQuote = "\""
    case backslash = "\\"
    case block = "{"
  }
}
