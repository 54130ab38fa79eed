import ControlGroups
import Kernel
import Sandbox

/// Changes or lifts one limit of a group that is in use, and reads back what the kernel made of it.
struct ChangeLimit: GroupStep {
  let limit: Limit
  /// Its other limits, which stay.
  let others: [Limit]
  let writes: [GroupWrite]
  /// What is stored is kept under this key.
  let key: String
  let isLifted: Bool

  var text: String { writes.map(\.text).joined(separator: ", ") }

  var causes: Causes? {
    LimitCauses(controllers: [limit.resource.controller ?? ""], write: writes.first).explain
  }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    let held = try groups.required()
    try groups.orAbandon { () throws(KernelError) in try held.group.set(limit, beside: others) }
    held.forget(key)
    defer { held.refresh() }
    if isLifted { return }
    for write in writes { held.keep(held.group.stored(write), of: write, key) }
  }
}
