/// One of a fixed set of words, with what it means to people and to the command.
package struct Choice<Value: Sendable>: Sendable {
  package let word: String
  package let meaning: String
  package let value: Value

  package init(_ word: String, _ meaning: String, _ value: Value) {
    self.word = word
    self.meaning = meaning
    self.value = value
  }

  var described: (word: String, meaning: String) { (word, meaning) }
}

/// A value that is written as one word of a fixed set, like a case of an enumeration of strings.
package protocol WordValue: Sendable {
  /// The word as written.
  var rawValue: String { get }
  /// What it means, for lists of the words.
  var meaning: String { get }
}

extension Choice where Value: WordValue {
  /// A value by its own word.
  package init(_ value: Value) { self.init(value.rawValue, value.meaning, value) }
}
