import Language
import Sandbox

/// Names belong to a uts namespace, and the present one is the host's.
enum UTSRule {
  static func violations(
    _ command: String, at origin: SourceSpan?, in context: Context
  ) -> [Diagnostic] {
    guard !context.has(.uts) else { return [] }
    return [
      Diagnostic(
        .needsNamespace, "`\(command)` without a uts namespace", at: origin,
        label: "it would rename the host"
      ).fix("`ns uts`")
    ]
  }
}
