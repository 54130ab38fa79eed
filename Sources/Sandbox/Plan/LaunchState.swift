import Kernel

/// What a launch gathers while the parent prepares it.
package struct LaunchState: ~Copyable {
  /// Values for open cells, by their names.
  package var values: [(name: String, value: Int64)] = []
  /// The cgroup v2 group to be born in: an open descriptor that a holding owns.
  package var cgroup: Int32?
  /// Descriptors that are closed once the child is cloned.
  package var closing: [Int32] = []
  /// The child, once it is cloned.
  package var pid: Int32 = 0

  private let holdings: any Holdings

  /// - Parameter holdings: of the sandbox that is made, joined or changed.
  package init(_ holdings: any Holdings) { self.holdings = holdings }

  /// What is held for the sandbox, as the layer knows it that declares its type.
  ///
  /// - Throws: ENOSYS where it is of another type. The launch fails then: no step is passed over.
  package func holdings<Held: Holdings>(as type: Held.Type) throws(KernelError) -> Held {
    if let held = holdings as? Held { return held }
    throw KernelError("find \(type) in the launch", .noFunction)
  }
}
