import Language

/// A definition that is being run.
package struct Call: Sendable {
  package let name: String
  /// The command that called it.
  package let span: SourceSpan
}
