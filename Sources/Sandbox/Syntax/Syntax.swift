import Language

/// What may follow a command's name. Usage, arity errors, completion, help and the values that the
/// command works with are all read off this one declaration.
package final class Syntax: Sendable {
  /// The ways to write it; the first one that fits is taken.
  package let forms: [Form]
  /// Options, before the first argument that is none.
  package let options: [Option]
  /// What `arguments[...]` can be asked for; each is identified by itself.
  private let parts: [ObjectIdentifier]
  let typedOptions: [any SyntaxOption]

  /// Arguments that are written in one way.
  package convenience init(_ parameters: any ParameterPart..., options: [any SyntaxOption] = []) {
    self.init(
      [
        Form(elements: parameters.map(\.element)) { (words) throws(Diagnostic) in
          try Self.values(of: parameters, &words)
        }
      ], of: parameters.map(\.id), options)
  }

  /// Arguments that are written in several ways.
  package convenience init<Value>(_ choice: OneOf<Value>, options: [any SyntaxOption] = []) {
    let forms = choice.forms.map { form in
      Form(elements: form.elements) { (words) throws(Diagnostic) in
        switch try form.read(&words) {
        case .value(let value): .value([value])
        case .refused(let error): .refused(error)
        case .unknown: .unknown
        }
      }
    }
    self.init(forms, of: [choice.id], options)
  }

  private init(_ forms: [Form], of parts: [ObjectIdentifier], _ options: [any SyntaxOption]) {
    self.forms = forms
    self.parts = parts
    typedOptions = options
    self.options = options.map(\.shown)
  }

  private static func values(
    of parameters: [any ParameterPart], _ words: inout WordReader
  ) throws(Diagnostic) -> Reading<[any Sendable]> {
    var values: [any Sendable] = []
    values.reserveCapacity(parameters.count)
    for parameter in parameters {
      if let value = try parameter.value(&words) { values.append(value) }
    }
    try words.finish()
    return values.count == parameters.count ? .value(values) : .unknown
  }

  /// The place of a part's value among those of a form; nil for a part of another syntax.
  func index(of part: some SyntaxPart) -> Int? { parts.firstIndex(of: part.id) }

  func index(of option: some SyntaxOption) -> Int? { typedOptions.firstIndex { $0 === option } }
}

extension Syntax {
  /// What a form's words come to that fit it.
  package enum Reading<Value> {
    case value(Value)
    /// The words fit, but do not go with each other.
    case refused(Diagnostic)
    /// Only the run will tell.
    case unknown
  }

  /// One way to write the arguments.
  package struct Form: Sendable {
    package let elements: [Element]
    /// Takes the words; throws where they do not fit.
    let read: @Sendable (inout WordReader) throws(Diagnostic) -> Reading<[any Sendable]>
  }

  /// What is shown of an option.
  package struct Option: Sendable {
    /// With its dashes: `--check`, or `-c` where there is no long name.
    package let name: String
    /// `-n`
    package let short: String?
    package let value: (name: String, kind: AnyValueKind)?
    package let meaning: String

    func isNamed(_ word: Argument) -> Bool {
      word.matches(name) || (short.map { word.matches($0) } ?? false)
    }
  }

  /// What is shown of a part of a form.
  package enum Element: Sendable {
    /// A word that is written as it stands.
    case word(String, meaning: String)
    case value(String, AnyValueKind)
    /// One of a fixed set of words, shown as `a|b|c` where they are few.
    case choice(String, [(word: String, meaning: String)])
    /// May be left out, and then so may all that follows.
    case optional([Element])
    /// One or more values.
    case some(String, AnyValueKind)
    /// None or more values.
    case many(String, AnyValueKind)
    /// Each of these words may be given once, in any order.
    case flags([(word: String, meaning: String)])
  }
}
