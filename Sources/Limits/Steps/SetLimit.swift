import ControlGroups
import Kernel
import Sandbox

/// Makes one change of a limit, and reads back what the kernel made of it.
struct SetLimit: GroupStep {
  let write: GroupWrite
  /// Of the limit.
  let key: String

  var text: String { write.text }

  var causes: Causes? { LimitCauses(controllers: [write.controller], write: write).explain }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    let held = try groups.required()
    try held.group.set(write)
    held.keep(held.group.stored(write), of: write, key)
  }
}
