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
