import Language

/// An option of a command, declared once. `arguments[option]` is its value: whether it was given,
/// or the parsed value of the last time that it was.
package final class Option<Value: Sendable>: SyntaxOption {
  package let shown: Syntax.Option
  /// The value where it was not given.
  let absent: Value
  private let parse: @Sendable (Argument?) throws(Diagnostic) -> Value

  private init(
    _ shown: Syntax.Option, absent: Value,
    parse: @escaping @Sendable (Argument?) throws(Diagnostic) -> Value
  ) {
    self.shown = shown
    self.absent = absent
    self.parse = parse
  }

  /// The value of the option's word, or what stands for an option without one.
  package func value(of word: Argument?) throws(Diagnostic) -> any Sendable { try parse(word) }
}

extension Option where Value == Bool {
  /// An option without a value, with its dashes: `--check`, or `-c` where there is no long name.
  package convenience init(_ name: String, short: String? = nil, _ meaning: String) {
    let shown = Syntax.Option(name: name, short: short, value: nil, meaning: meaning)
    self.init(shown, absent: false) { (_) throws(Diagnostic) in true }
  }

  /// What most commands that list something have; each declares its own.
  package static var json: Option { Option("--json", "one JSON document") }
}

extension Option {
  /// An option with a value: `--timeout 5s` or `--timeout=5s`.
  package convenience init<Each>(
    _ name: String, short: String? = nil, _ value: String, _ kind: ValueKind<Each>,
    _ meaning: String
  ) where Value == Each? {
    let shown = Syntax.Option(
      name: name, short: short, value: (value, kind.described), meaning: meaning)
    self.init(shown, absent: nil) { (word) throws(Diagnostic) in
      guard let word else { return nil }
      return try kind.parse(word)
    }
  }
}

/// An option whose type of value does not matter.
package protocol SyntaxOption: AnyObject, Sendable {
  /// What usage, help and completion show of it.
  var shown: Syntax.Option { get }
  /// What it comes to, with the word behind it where it takes one.
  func value(of word: Argument?) throws(Diagnostic) -> any Sendable
}

extension SyntaxOption {
  /// Whether a word of a command, which is not matched yet, is this option.
  package func isNamed(_ word: Argument) -> Bool { shown.isNamed(word) }
}
