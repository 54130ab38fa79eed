import Language

/// A parsed value with the word that it was written as, for commands whose diagnostics point at it.
package struct Written<Value: Sendable>: Sendable {
  package let value: Value
  package let word: Argument
}

extension ValueKind {
  /// The same values, each with its word.
  package var written: ValueKind<Written<Value>> {
    let parse = parse
    return ValueKind<Written<Value>>(candidates, acceptsAll: acceptsAll) {
      (word) throws(Diagnostic) in
      Written(value: try parse(word), word: word)
    }
  }
}
