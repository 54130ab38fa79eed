import Language

/// What a value is: how a word is parsed to it, and where completion finds candidates.
package struct ValueKind<Value: Sendable>: Sendable {
  /// Makes a value of a word, or says what is wrong with it.
  package typealias Parse = @Sendable (Argument) throws(Diagnostic) -> Value

  package let candidates: Candidates
  /// Every word is such a value.
  package let acceptsAll: Bool
  /// Throws for a word that can never be such a value.
  package let parse: Parse

  /// Values that are parsed of words, of which some are refused.
  package init(_ candidates: Candidates = .none, parse: @escaping Parse) {
    self.init(candidates, acceptsAll: false, parse: parse)
  }

  init(_ candidates: Candidates, acceptsAll: Bool, parse: @escaping Parse) {
    self.candidates = candidates
    self.acceptsAll = acceptsAll
    self.parse = parse
  }

  /// What usage, completion and the count of arguments have to know of it.
  var described: AnyValueKind { AnyValueKind(candidates: candidates, acceptsAll: acceptsAll) }
}

/// What is known of a kind of values where their type does not matter.
package struct AnyValueKind: Sendable {
  package let candidates: Candidates
  /// Every word is such a value.
  package let acceptsAll: Bool
}

extension ValueKind where Value == Argument {
  /// Any word, as it is.
  package init(_ candidates: Candidates = .none) {
    self.init(candidates, acceptsAll: true) { (word) throws(Diagnostic) in word }
  }

  /// Any word, as it is, that passes a check.
  package init(
    _ candidates: Candidates = .none,
    check: @escaping @Sendable (Argument) throws(Diagnostic) -> Void
  ) {
    self.init(candidates, acceptsAll: false) { (word) throws(Diagnostic) in
      try check(word)
      return word
    }
  }

  package static var any: ValueKind { ValueKind() }
  package static var file: ValueKind { ValueKind(.files) }
}
