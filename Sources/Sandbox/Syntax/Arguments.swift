import Language

/// A command's arguments, matched with its syntax: the parsed value of everything that it declares.
package struct Arguments: Sendable {
  /// The command as it was written.
  package let invocation: Invocation
  /// The words behind the options.
  package let operands: ArraySlice<Argument>
  private let syntax: Syntax
  private let values: [any Sendable]
  private let optionValues: [(any Sendable)?]

  init(
    _ invocation: Invocation, operands: ArraySlice<Argument>, syntax: Syntax,
    values: [any Sendable], optionValues: [(any Sendable)?]
  ) {
    self.invocation = invocation
    self.operands = operands
    self.syntax = syntax
    self.values = values
    self.optionValues = optionValues
  }

  /// The command's name as written.
  package var command: Argument { invocation.command }
  /// The whole command, for diagnostics about all of it.
  package var span: SourceSpan { invocation.span }
  /// Whether it was written with `&`.
  package var isBackground: Bool { invocation.isBackground }

  /// The value of a parameter, or of the form that was taken.
  package subscript<Part: SyntaxPart>(part: Part) -> Part.Value {
    guard let index = syntax.index(of: part), let value = values[index] as? Part.Value else {
      undeclared()
    }
    return value
  }

  /// The value of an option.
  package subscript<Value>(option: Option<Value>) -> Value {
    guard let index = syntax.index(of: option) else { undeclared() }
    guard !optionValues.isEmpty, let given = optionValues[index] else { return option.absent }
    guard let value = given as? Value else { undeclared() }
    return value
  }

  /// A mistake in the program, which a test looks for: better no command than one that does nothing.
  private func undeclared() -> Never {
    preconditionFailure("`\(command.displayed)` reads what its syntax does not declare")
  }
}
