import Language
import Sandbox

/// A `def`.
package struct Definition: Sendable {
  let script: Script
  /// The node, whose children are the body.
  let node: Int
  let parameters: [Bytes]

  /// That a command has the name.
  static func alreadyACommand(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.badName, "`\(name)` is a command already", at: span, label: "take another name")
  }

  /// That it was called with more or fewer words than it has parameters.
  static func wrongArity(
    _ name: Argument, given: Int, expected: Int, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      given < expected ? .missingArgument : .unexpectedArgument,
      "`\(name.displayed)` takes \(expected) argument\(expected == 1 ? "" : "s")", at: span,
      label: "got \(given)")
  }
}
