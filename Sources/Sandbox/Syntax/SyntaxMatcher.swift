import Language

extension Syntax {
  /// Matches arguments with the forms, or says what is wrong with the form that they fit best.
  package func match(_ arguments: Arguments) throws(Diagnostic) -> Arguments {
    var matched = arguments
    let rest = try takeOptions(&matched)
    matched.operands = rest
    var best: (progress: Int, error: Diagnostic)?
    for (index, form) in forms.enumerated() {
      var attempt = matched
      attempt.form = index
      var matcher = FormMatcher(words: rest, arguments: attempt, syntax: self)
      do throws(Diagnostic) {
        try matcher.match(form.elements)
        try matcher.finish()
        return matcher.arguments
      } catch {
        // That nothing was expected says least.
        let saysLess = form.elements.isEmpty
        if best.map({ !saysLess && matcher.hasMoreToSay(than: $0) }) ?? true {
          best = (matcher.position, error)
        }
      }
    }
    // A syntax has at least one form, so there is an error; the fallback satisfies the compiler.
    throw best?.error
      ?? Diagnostic(.unexpectedArgument, "unexpected arguments", at: arguments.span)
  }

  /// Options come first; `--` ends them, as does the first word that is none.
  private func takeOptions(_ arguments: inout Arguments) throws(Diagnostic) -> ArraySlice<Argument>
  {
    var rest = arguments.words[...]
    guard !options.isEmpty else { return rest }
    while let word = rest.first, isOption(word) {
      rest.removeFirst()
      if word.matches("--") { break }
      let equals = word.bytes.firstIndex(of: UInt8(ascii: "="))
      let name = equals.map { word.part(0..<$0) } ?? word
      guard let option = options.first(where: { $0.isNamed(name) }) else {
        throw unknownOption(name)
      }
      guard let value = option.value else {
        if equals != nil {
          throw Diagnostic(
            .unexpectedArgument, "`\(option.name)` takes no value", at: word.span)
        }
        arguments.options.append((option.name, nil))
        continue
      }
      let inline = equals.map { word.part($0 + 1..<word.bytes.count) }
      guard let given = inline ?? rest.popFirst() else {
        throw Diagnostic(
          .missingArgument, "`\(name.displayed)` needs \(value.name)", at: word.span.after,
          label: "expected \(value.name)")
      }
      if given.isKnown { try value.kind.check?(given) }
      arguments.options.append((option.name, given))
    }
    return rest
  }

  /// A word that has to be an option. With one dash only where there are such options: elsewhere it
  /// may be a value, `ns -uts`.
  private func isOption(_ word: Argument) -> Bool {
    guard word.isKnown, word.bytes.count > 1 else { return false }
    if word.bytes.starts(with: "--".utf8) { return true }
    return word.bytes[0] == UInt8(ascii: "-") && options.contains { $0.short != nil }
  }

  private func unknownOption(_ word: Argument) -> Diagnostic {
    let names = options.flatMap { [$0.name] + ($0.short.map { [$0] } ?? []) }
    return Diagnostic(
      .unknownOption, "unknown option `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: names)
    ).note("there \(names.count == 1 ? "is" : "are") \(names.joined(separator: " "))")
  }
}

/// Matches one form, as far as it fits.
private struct FormMatcher {
  let words: ArraySlice<Argument>
  var arguments: Arguments
  let syntax: Syntax
  private(set) var position: Int

  init(words: ArraySlice<Argument>, arguments: Arguments, syntax: Syntax) {
    self.words = words
    self.arguments = arguments
    self.syntax = syntax
    position = words.startIndex
  }

  /// The form that got further fits better. Of equals a later one, where the earlier only knows that
  /// its own fixed word is not there: `root` needs DIR, `bind /usr usr` an absolute path.
  func hasMoreToSay(than best: (progress: Int, error: Diagnostic)) -> Bool {
    if position != best.progress { return position > best.progress }
    return best.error.code == .missingArgument
      || (best.error.code == .unknownWord && best.error.label.isEmpty)
  }

  private var next: Argument? { position < words.endIndex ? words[position] : nil }

  mutating func match(_ elements: [Syntax.Element]) throws(Diagnostic) {
    for element in elements {
      switch element {
      case .word(let word, _):
        guard let next else { throw missing(word) }
        guard !next.isKnown || next.matches(word) else { throw unknown(next, among: [word]) }
        bind(word, next)
      case .value(let name, let kind):
        guard let next else { throw missing(name) }
        try take(name, kind, next)
      case .choice(let name, let choices):
        guard let next else { throw missing(element.usage) }
        if next.isKnown, !choices.contains(where: { next.matches($0.word) }) {
          throw unknown(next, among: choices.map(\.word))
        }
        bind(name, next)
      case .optional(let inner):
        guard next != nil else { return }
        try match(inner)
      case .some(let name, let kind):
        guard next != nil else { throw missing(name) }
        while let next { try take(name, kind, next) }
      case .many(let name, let kind):
        while let next { try take(name, kind, next) }
      case .flags(let flags): try match(flags: flags)
      }
    }
  }

  private mutating func match(flags: [(word: String, meaning: String)]) throws(Diagnostic) {
    while let word = next {
      guard let flag = flags.first(where: { word.matches($0.word) }) else {
        guard !word.isKnown else { throw unknown(word, among: flags.map(\.word)) }
        bind("", word)
        continue
      }
      bind(flag.word, word)
    }
  }

  private mutating func take(
    _ name: String, _ kind: ValueKind, _ word: Argument
  ) throws(Diagnostic) {
    if word.isKnown { try kind.check?(word) }
    bind(name, word)
  }

  private mutating func bind(_ name: String, _ word: Argument) {
    arguments.values.append((name, word))
    position += 1
  }

  func finish() throws(Diagnostic) {
    guard let next else { return }
    throw usage(
      Diagnostic(
        .unexpectedArgument, "unexpected argument `\(next.displayed)`", at: next.span,
        label: "nothing more is expected here"))
  }

  private func missing(_ what: String) -> Diagnostic {
    let place = position > words.startIndex ? words[position - 1].span : arguments.lastSpan
    return usage(
      Diagnostic(
        .missingArgument, "`\(arguments.command.displayed)` needs \(what)", at: place.after,
        label: "expected \(what)"))
  }

  private func unknown(_ word: Argument, among known: [String]) -> Diagnostic {
    usage(
      Diagnostic(
        .unknownWord, "unknown word `\(word.displayed)`", at: word.span,
        label: Suggestion.label(for: word.text, among: known)))
  }

  private func usage(_ diagnostic: Diagnostic) -> Diagnostic {
    let lines = syntax.usage(of: arguments.command.displayed)
    return lines.dropFirst().reduce(diagnostic.note("usage: \(lines[0])")) {
      $0.note("       \($1)")
    }
  }
}

extension Arguments {
  /// The last word, or the command's name where there is none.
  fileprivate var lastSpan: SourceSpan { words.last?.span ?? command.span }
}
