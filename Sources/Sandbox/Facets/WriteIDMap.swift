import Kernel
import Language

/// Cloche writes an id map of the child, which may not write this one itself.
struct WriteIDMap: ParentStep {
  let kind: IDMapping.IDKind
  let ranges: [IDMapping.Range]

  var text: String {
    "write /proc/CHILD/\(kind.rawValue)_map \"\(IDMapping.content(ranges).displayed)\""
  }

  var causes: Causes? { IDMapCauses.explain }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    try SmallFile.write(
      IDMapping.content(ranges), to: FilePath("/proc/\(launch.pid)/\(kind.rawValue)_map"))
  }
}
