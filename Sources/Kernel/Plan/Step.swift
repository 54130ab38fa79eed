import SystemPackage

/// One system call of a launch plan.
package struct Step: Sendable {
  /// What the interpreter does with a step.
  package enum Kind: Sendable {
    case call
    /// A clone3 whose child makes the following steps, while the caller becomes the init.
    case spawn
    /// An execve; a tolerated refusal lets the next step try.
    case execute
  }

  package let call: SystemCall
  package let operands: [Operand]
  package var kind: Kind = .call
  /// Receives the result.
  package var result: Cell?
  /// Refusals that are as good as success: four at most.
  package var tolerated: [Errno] = []
  /// The descriptor of the fsopen(2) context that explains a refusal in words.
  package var log: Cell?
  /// What the first word of the step's `room` must be afterwards.
  package var check: Check?

  /// What a call has to have stored for the launch to go on.
  package struct Check: Sendable {
    package let expected: UInt64
    /// The refusal to report when it is something else.
    package let mismatch: Errno

    package init(expected: UInt64, mismatch: Errno) {
      self.expected = expected
      self.mismatch = mismatch
    }
  }

  package init(_ call: SystemCall, _ operands: [Operand]) {
    self.call = call
    self.operands = operands
  }
}
