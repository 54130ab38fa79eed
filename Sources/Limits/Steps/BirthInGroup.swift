import Kernel
import Sandbox

/// The child is born in the group inside its v2 group: CLONE_INTO_CGROUP of clone3.
struct BirthInGroup: GroupStep {
  var text: String { "clone_args.cgroup = the group `inside` that was made, opened" }

  var cloneFlags: UInt64 { CloneFlag.intoCgroup }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    launch.cgroup = try groups.required().group.birthDescriptor
  }
}
