import Kernel
import Sandbox

/// Gives the group of what runs already the controllers that it lacks, or makes it where there is
/// none.
struct ExtendGroup: GroupStep {
  let controllers: [String]

  var text: String { "the group gets \(controllers.joined(separator: ", ")), where it lacks it" }

  var causes: Causes? { LimitCauses(controllers: controllers).explain }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    try groups.extend(by: controllers)
  }
}
