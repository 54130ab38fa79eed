import Kernel

/// Something that cloche does itself for a launch, through a library or with paths that only the
/// launch knows.
package protocol ParentStep: Sendable {
  /// As a line of a plan.
  var text: String { get }
  /// What may be behind a refusal.
  var causes: Causes? { get }
  /// Leaves something that somebody has to remove.
  var needsTakingDown: Bool { get }
  /// What it adds to the flags of the clone.
  var cloneFlags: UInt64 { get }
  func make(_ launch: inout LaunchState) throws(KernelError)
}

extension ParentStep {
  package var causes: Causes? { nil }
  package var needsTakingDown: Bool { false }
  package var cloneFlags: UInt64 { 0 }
}
