import Kernel
import Sandbox

/// Moves in who is not in the group yet.
struct TakeProcesses: GroupStep {
  let controllers: [String]

  var text: String { "write inside/cgroup.procs of the group, each process that is not in it" }

  var causes: Causes? { LimitCauses(controllers: controllers).explain }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    let held = try groups.required()
    try groups.orAbandon { () throws(KernelError) in try held.group.take(groups.processes) }
  }
}
