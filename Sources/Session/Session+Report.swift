import Kernel
import Language
import Sandbox

extension Session {
  /// Says what the kernel refused cloche itself, outside of a launch.
  ///
  /// - Parameter consequence: what comes of it, `no history is kept`.
  package func report(
    _ error: KernelError, _ code: ErrorCode, severity: Diagnostic.Severity = .error,
    consequence: String? = nil, at span: SourceSpan? = nil
  ) {
    let reason = "could not \(error.operation): \(error.errno.explained)"
    reporter.report(
      Diagnostic(
        code, consequence.map { "\($0): \(reason)" } ?? reason, at: span, severity: severity),
      in: self)
  }
}
