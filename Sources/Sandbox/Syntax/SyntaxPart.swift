import Language

/// A part of a syntax that takes words and yields a value: what `arguments[part]` gives.
///
/// Parts are told from each other by identity. Two of the same name are two parts, and a name is
/// only for people.
package protocol SyntaxPart<Value>: AnyObject, Sendable {
  associatedtype Value: Sendable
}

extension SyntaxPart {
  var id: ObjectIdentifier { ObjectIdentifier(self) }
}

/// A part that stands at one place of a form.
package protocol ParameterPart: SyntaxPart {
  /// What usage and completion show of it.
  var element: Syntax.Element { get }
  /// Takes its words; nil where one of them is not known yet.
  func value(_ words: inout WordReader) throws(Diagnostic) -> (any Sendable)?
}
