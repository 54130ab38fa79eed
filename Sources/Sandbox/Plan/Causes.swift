import Kernel
import Language

/// Finds out why a step was refused, by testing on this host instead of listing what is possible.
package typealias Causes = @Sendable (Refusal) -> Explanation?

/// A refused step, with what its explanation may need.
package struct Refusal: Sendable {
  package let call: SystemCall?
  package let errno: Errno
  package let context: Context
  package let host: Host
  /// The command that asked for it.
  package let origin: SourceSpan?
  /// The kernel's own words, or a program's first bytes.
  package let detail: Bytes
  /// Of a refused execve: st_mode of the file, 0 where there is none.
  package let fileMode: UInt32

  package init(
    call: SystemCall?, errno: Errno, context: Context, host: Host, origin: SourceSpan?,
    detail: Bytes = [],
    fileMode: UInt32 = 0
  ) {
    self.call = call
    self.errno = errno
    self.context = context
    self.host = host
    self.origin = origin
    self.detail = detail
    self.fileMode = fileMode
  }
}

/// What was found out about a refusal.
package struct Explanation: Sendable {
  package var code: ErrorCode
  package var why: [String]
  package var fix: [String]

  package init(_ code: ErrorCode, why: [String] = [], fix: [String] = []) {
    self.code = code
    self.why = why
    self.fix = fix
  }

  package init(_ code: ErrorCode, why: String, fix: String...) {
    self.init(code, why: [why], fix: fix)
  }
}

extension Diagnostic {
  /// The same with what was found out: why it was refused, and what mends it.
  package func explained(by explanation: Explanation) -> Diagnostic {
    var diagnostic = self
    for why in explanation.why { diagnostic = diagnostic.why(why) }
    for fix in explanation.fix { diagnostic = diagnostic.fix(fix) }
    return diagnostic
  }
}
