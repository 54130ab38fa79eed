import Language

/// What a syntax expects at some place: what completion offers there.
package enum Expectation {
  /// One of these words.
  case words([(word: String, meaning: String)])
  case value(String, AnyValueKind)
  case options([Syntax.Option])
}

extension Syntax {
  /// What may follow some words.
  package func expectations(after words: ArraySlice<Bytes>) -> [Expectation] {
    var rest = words
    var mayBeOption = !options.isEmpty
    while mayBeOption, let word = rest.first, word.starts(with: "-".utf8) {
      rest.removeFirst()
      if word.elementsEqual("--".utf8) {
        mayBeOption = false
        break
      }
      let option = options.first { option in
        word.elementsEqual(option.name.utf8)
          || (option.short.map { word.elementsEqual($0.utf8) } ?? false)
      }
      guard let value = option?.value else { continue }
      if rest.isEmpty { return [.value(value.name, value.kind)] }
      rest.removeFirst()
    }
    var found: [Expectation] = []
    for form in forms { Self.follow(form.elements[...], rest, into: &found) }
    if mayBeOption, rest.isEmpty { found.append(.options(options)) }
    return found
  }

  /// Goes along a form as far as the words fit, and adds what comes next.
  private static func follow(
    _ elements: ArraySlice<Element>, _ words: ArraySlice<Bytes>, into found: inout [Expectation]
  ) {
    guard let element = elements.first else { return }
    let following = elements.dropFirst()
    switch element {
    case .optional(let inner): follow(inner[...] + following, words, into: &found)
    case .some(let name, let kind), .many(let name, let kind): found.append(.value(name, kind))
    case .flags(let flags):
      guard
        words.allSatisfy({ word in flags.contains { word.elementsEqual($0.word.utf8) } })
      else { return }
      found.append(
        .words(flags.filter { flag in !words.contains { $0.elementsEqual(flag.word.utf8) } }))
    case .word(let word, let meaning):
      guard let given = words.first else { return found.append(.words([(word, meaning)])) }
      if given.elementsEqual(word.utf8) { follow(following, words.dropFirst(), into: &found) }
    case .choice(_, let choices):
      guard let given = words.first else { return found.append(.words(choices)) }
      if choices.contains(where: { given.elementsEqual($0.word.utf8) }) {
        follow(following, words.dropFirst(), into: &found)
      }
    case .value(let name, let kind):
      guard !words.isEmpty else { return found.append(.value(name, kind)) }
      follow(following, words.dropFirst(), into: &found)
    }
  }
}
