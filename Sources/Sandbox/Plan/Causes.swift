import Kernel
import Language

/// Finds out why a step was refused, by testing on this host instead of listing what is possible.
public typealias Causes = @Sendable (Refusal) -> Explanation?

/// A refused step, with what its explanation may need.
public struct Refusal: Sendable {
  public let call: SystemCall?
  public let errno: Errno
  public let context: Context
  public let host: Host
  /// The command that asked for it.
  public let origin: SourceSpan?
  /// The kernel's own words, or a program's first bytes.
  public let detail: Bytes
  /// Of a refused execve: st_mode of the file, 0 where there is none.
  public let fileMode: UInt32

  public init(
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
public struct Explanation: Sendable {
  public var code: ErrorCode
  public var why: [String]
  public var fix: [String]

  public init(_ code: ErrorCode, why: [String] = [], fix: [String] = []) {
    self.code = code
    self.why = why
    self.fix = fix
  }

  public init(_ code: ErrorCode, why: String, fix: String...) {
    self.init(code, why: [why], fix: fix)
  }
}
