import Language

/// One of several ways to write a command's arguments, and what it comes to.
package struct Form<Value: Sendable>: Sendable {
  let elements: [Syntax.Element]
  let read: @Sendable (inout WordReader) throws(Diagnostic) -> Syntax.Reading<Value>

  /// A form of these parameters, whose values are made one. What `make` throws is the command's
  /// refusal: no other form is tried.
  package init<each Part: Sendable>(
    _ parameters: repeat Parameter<each Part>,
    as make: @escaping @Sendable (repeat each Part) throws(Diagnostic) -> Value
  ) {
    var elements: [Syntax.Element] = []
    for parameter in repeat each parameters { elements.append(parameter.element) }
    self.elements = elements
    read = { (words) throws(Diagnostic) in
      let values = (repeat try (each parameters).read(&words))
      try words.finish()
      do throws(NotKnown) {
        let known = (repeat try Self.known(each values))
        do throws(Diagnostic) {
          return .value(try make(repeat each known))
        } catch {
          return .refused(error)
        }
      } catch {
        return .unknown
      }
    }
  }

  private struct NotKnown: Error {}

  private static func known<Part>(_ value: Part?) throws(NotKnown) -> Part {
    guard let value else { throw NotKnown() }
    return value
  }
}

/// The arguments of a command that has several forms: the value that the form makes that was taken.
package final class OneOf<Value: Sendable>: SyntaxPart {
  let forms: [Form<Value>]

  /// The forms; the first one that fits is taken.
  package init(_ forms: Form<Value>...) { self.forms = forms }
}
