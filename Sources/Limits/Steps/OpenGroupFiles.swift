import Kernel
import Sandbox

/// Opens the files by which the child joins its v1 groups.
struct OpenGroupFiles: GroupStep {
  let controllers: [String]
  /// Some controllers are on v2 all the same.
  let isAlsoBorn: Bool

  var text: String { "open inside/cgroup.procs of each v1 group, O_WRONLY" }

  var cloneFlags: UInt64 { isAlsoBorn ? CloneFlag.intoCgroup : 0 }

  var causes: Causes? {
    { refusal in
      guard refusal.errno == .noSuchFileOrDirectory else { return nil }
      return Explanation(
        .controlGroupRefused, why: "the group of the box was removed from outside",
        fix: "`down`, then `up`")
    }
  }

  func make(_ launch: inout LaunchState, in groups: SandboxGroups) throws(KernelError) {
    let group = try groups.required().group
    if isAlsoBorn { launch.cgroup = group.birthDescriptor }
    for file in try group.openProcessFiles(for: controllers) {
      launch.values.append(("\(file.controller).procs", Int64(file.descriptor)))
      launch.closing.append(file.descriptor)
    }
  }
}
