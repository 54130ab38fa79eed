import Language

/// A definition that is being run.
package struct Call: Sendable {
  /// The name of the definition.
  package let name: String
  /// The command that called it.
  package let span: SourceSpan
}
