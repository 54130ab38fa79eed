import SystemPackage

/// One system call of a launch plan.
public struct Step: Sendable {
  public enum Kind: Sendable {
    case call
    /// A clone3 whose child makes the following steps, while the caller becomes the init.
    case spawn
    /// An execve; a tolerated refusal lets the next step try.
    case execute
    /// Nothing follows: the process stays as an init, and takes signals and the ends of others.
    case hold
  }

  public let call: SystemCall
  public let operands: [Operand]
  public var kind: Kind = .call
  /// Receives the result.
  public var result: Cell?
  /// Refusals that are as good as success.
  public var tolerated: [Errno] = []
  /// The descriptor of the fsopen(2) context that explains a refusal in words.
  public var log: Cell?
  /// What the first word of the step's `room` must be afterwards.
  public var check: Check?

  public struct Check: Sendable {
    public let expected: UInt64
    /// The refusal to report when it is something else.
    public let mismatch: Errno

    public init(expected: UInt64, mismatch: Errno) {
      self.expected = expected
      self.mismatch = mismatch
    }
  }

  public init(_ call: SystemCall, _ operands: [Operand]) {
    self.call = call
    self.operands = operands
  }
}
