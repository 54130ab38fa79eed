import Kernel
import Sandbox

/// The child is born in its v2 group: CLONE_INTO_CGROUP of clone3.
struct BirthInGroup: GroupStep {
  var text: String { "clone_args.cgroup = open the group, O_DIRECTORY" }

  var cloneFlags: UInt64 { CloneFlag.intoCgroup }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    launch.cgroup = try groups.required().group.birthDescriptor
  }
}
