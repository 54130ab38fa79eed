import Language

/// What a command takes at one place of its arguments, declared once: its name, how it is parsed,
/// and what completion offers. `arguments[parameter]` is the parsed value.
///
/// The way in which it is declared says how often it may be written, and so the type of the value:
/// one, one or none, a list, or whether a word is there.
package final class Parameter<Value: Sendable>: ParameterPart {
  /// What usage and completion show of it.
  package let element: Syntax.Element
  /// Takes its words. Nil where one of them is not known yet.
  let read: Read

  typealias Read = @Sendable (inout WordReader) throws(Diagnostic) -> Value?

  init(_ element: Syntax.Element, read: @escaping Read) {
    self.element = element
    self.read = read
  }

  /// Reads the parameter's words; nil where it is left out.
  package func value(_ words: inout WordReader) throws(Diagnostic) -> (any Sendable)? {
    try read(&words).map { $0 }
  }

  /// A value that has to be there.
  package convenience init(_ name: String, _ kind: ValueKind<Value>) {
    self.init(.value(name, kind.described)) { (words) throws(Diagnostic) in
      try words.take(name, kind)
    }
  }

  /// A value that has to be there and that no other parameter shares its kind with.
  package convenience init(
    _ name: String, _ candidates: Candidates = .none, parse: @escaping ValueKind<Value>.Parse
  ) {
    self.init(name, ValueKind(candidates, parse: parse))
  }

  /// One of a fixed set of words, shown as `a|b|c` where they are few and by the name elsewhere.
  package convenience init(_ name: String, _ choices: [Choice<Value>]) {
    let element = Syntax.Element.choice(name, choices.map(\.described))
    self.init(element) { (words) throws(Diagnostic) in
      try words.take(oneOf: choices, shownAs: element)
    }
  }

  /// A value that may be left out, as may all that follows it.
  package static func optional<Each>(
    _ name: String, _ kind: ValueKind<Each>
  ) -> Parameter<Each?> where Value == Each? {
    Parameter(.optional([.value(name, kind.described)])) { (words) throws(Diagnostic) in
      if words.next == nil { return .some(nil) }
      return try words.take(name, kind).map { .some($0) }
    }
  }

  /// One or more values.
  package static func some<Each>(
    _ name: String, _ kind: ValueKind<Each>
  ) -> Parameter<[Each]> where Value == [Each] {
    Parameter(.some(name, kind.described)) { (words) throws(Diagnostic) in
      if words.next == nil { throw words.missing(name) }
      return try words.takeRest(name, kind)
    }
  }

  /// None or more values.
  package static func many<Each>(
    _ name: String, _ kind: ValueKind<Each>
  ) -> Parameter<[Each]> where Value == [Each] {
    Parameter(.many(name, kind.described)) { (words) throws(Diagnostic) in
      try words.takeRest(name, kind)
    }
  }
}

extension Parameter where Value: WordValue {
  /// One of these words.
  package convenience init(_ name: String, _ values: [Value]) {
    self.init(name, values.map { Choice($0) })
  }
}

extension Parameter where Value == [Argument] {
  /// `[FIRST [REST...]]`: any number of words, the first of which is another thing than the rest.
  package static func words(
    _ first: String, _ candidates: Candidates, then rest: String, _ restCandidates: Candidates
  ) -> Parameter {
    let (kind, restKind) = (ValueKind(candidates), ValueKind(restCandidates))
    let elements: [Syntax.Element] = [
      .value(first, kind.described), .many(rest, restKind.described),
    ]
    return Parameter(.optional(elements)) { (words) throws(Diagnostic) in
      try words.takeRest(rest, restKind)
    }
  }
}

extension Parameter where Value == Void {
  /// A word that has to be written as it stands.
  package static func word(_ word: String, _ meaning: String) -> Parameter {
    Parameter(.word(word, meaning: meaning)) { (words) throws(Diagnostic) in
      try words.take(word: word)
    }
  }
}

extension Parameter where Value == Bool {
  /// A word that may be left out: whether it was written.
  package static func flag(_ word: String, _ meaning: String) -> Parameter {
    Parameter(.optional([.word(word, meaning: meaning)])) { (words) throws(Diagnostic) in
      if words.next == nil { return false }
      return try words.take(word: word).map { true }
    }
  }
}

extension Parameter {
  /// Any of these words, in any order: those that were written.
  package static func flags<Flag: WordValue & Hashable>(
    _ flags: [Flag]
  ) -> Parameter<Set<Flag>> where Value == Set<Flag> {
    let choices = flags.map { Choice($0) }
    return Parameter(.flags(choices.map(\.described))) { (words) throws(Diagnostic) in
      try words.take(anyOf: choices)
    }
  }
}
