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
    let path = "/proc/\(launch.pid)/\(kind.rawValue)_map"
    let content = IDMapping.content(ranges)
    do throws(KernelError) {
      try SmallFile.write(content, to: FilePath(path))
    } catch {
      throw KernelError("write \(path) \"\(content.displayed)\"", error.errno)
    }
  }
}
