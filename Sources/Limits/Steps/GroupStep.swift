import Kernel
import Sandbox

/// A step of cloche's own that makes, changes or opens the control groups of a sandbox.
protocol GroupStep: ParentStep {
  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError)
}

extension GroupStep {
  func make(_ launch: inout LaunchState) throws(KernelError) {
    try make(&launch, in: try launch.holdings(as: SandboxGroups.self))
  }
}
