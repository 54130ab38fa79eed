import ControlGroups
import Kernel
import Sandbox

/// Makes the group, a directory in each hierarchy, with the group of the processes inside.
struct MakeGroup: GroupStep {
  let controllers: [String]

  var text: String {
    "mkdir -p " + OwnGroups.current.expectedPaths(for: controllers).joined(separator: " ")
  }

  var causes: Causes? { LimitCauses(controllers: controllers).explain }

  var needsTakingDown: Bool { true }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    try groups.make(for: controllers)
  }
}
