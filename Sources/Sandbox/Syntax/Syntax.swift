import Language

/// What may follow a command's name. Usage, arity errors, completion, help and the manual are all
/// read off this one declaration.
package struct Syntax: Sendable {
  /// The ways to write it; the first one that fits is taken.
  package let forms: [Form]
  /// Options, before the first argument that is none.
  package let options: [Option]

  package init(_ forms: Form..., options: [Option] = []) {
    self.forms = forms.isEmpty ? [Form()] : forms
    self.options = options
  }

  package struct Form: Sendable {
    package let elements: [Element]

    package init(_ elements: Element...) { self.elements = elements }
  }

  package struct Option: Sendable {
    /// With its dashes: `--check`, or `-c` where there is no long name.
    package let name: String
    /// `-n`
    package let short: String?
    package let value: (name: String, kind: ValueKind)?
    package let meaning: String

    package init(
      _ name: String, short: String? = nil, _ value: (name: String, kind: ValueKind)? = nil,
      _ meaning: String
    ) {
      self.name = name
      self.short = short
      self.value = value
      self.meaning = meaning
    }

    package static let json = Option("--json", nil, "one JSON document")
  }

  package enum Element: Sendable {
    /// A word that is written as it stands.
    case word(String, meaning: String)
    case value(String, ValueKind)
    /// One of a fixed set of words, shown as `a|b|c` where they are few. The set's name binds the
    /// choice.
    case choice(String, [(word: String, meaning: String)])
    /// May be left out, and then so may all that follows.
    case optional([Element])
    /// One or more values.
    case some(String, ValueKind)
    /// None or more values.
    case many(String, ValueKind)
    /// Each of these words may be given once, in any order.
    case flags([(word: String, meaning: String)])
  }
}

extension Syntax.Element {
  /// As shown in a usage line.
  package var usage: String {
    switch self {
    case .word(let word, _): word
    case .value(let name, _): name
    case .choice(let name, let words):
      // A crowd of words is no usage line any more; help lists them with their meanings.
      words.count <= 12 ? words.map(\.word).joined(separator: "|") : name
    case .optional(let elements): "[" + elements.map(\.usage).joined(separator: " ") + "]"
    case .some(let name, _): "\(name)..."
    case .many(let name, _): "[\(name)...]"
    case .flags(let words): words.map { "[\($0.word)]" }.joined(separator: " ")
    }
  }
}

extension Syntax.Option {
  /// As shown in a usage line: `--timeout DURATION`.
  package var usage: String { value.map { "\(name) \($0.name)" } ?? name }

  func isNamed(_ word: Argument) -> Bool {
    word.matches(name) || (short.map { word.matches($0) } ?? false)
  }
}

extension Syntax {
  /// One line for each form: `root DIR [ro] [chroot]`.
  package func usage(of command: String) -> [String] {
    let options = options.map { "[\($0.usage)]" }
    return forms.map { form in
      ([command] + options + form.elements.map(\.usage)).filter { !$0.isEmpty }
        .joined(separator: " ")
    }
  }
}

extension Syntax {
  /// How many arguments it takes, where their number is all that can be wrong with them. Options are
  /// beside that.
  package var onlyCounts: ClosedRange<Int>? {
    guard forms.count == 1 else { return nil }
    return Self.counts(forms[0].elements)
  }

  private static func counts(_ elements: [Element]) -> ClosedRange<Int>? {
    var (low, high) = (0, 0)
    for element in elements {
      switch element {
      case .value(_, let kind) where kind.acceptsAll:
        low += 1
        high += 1
      case .some(_, let kind) where kind.acceptsAll:
        low += 1
        high = .max / 2
      case .many(_, let kind) where kind.acceptsAll: high = .max / 2
      case .optional(let inner):
        // It may be there in a part only where what follows may be missing too.
        guard let counts = counts(inner), counts.lowerBound <= 1 else { return nil }
        high = min(high + counts.upperBound, .max / 2)
      default: return nil
      }
    }
    return low...high
  }
}
