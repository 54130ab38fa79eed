import Glibc
import Kernel

/// Files of one group.
extension GroupDirectory {
  func has(_ file: String) -> Bool { access("\(path)/\(file)", F_OK) == 0 }

  /// What the group above has in a file.
  func valueAbove(_ file: String) -> String { SmallFile.line(FilePath("\(above)/\(file)")) ?? "" }

  private var above: String {
    "/" + path.split(separator: "/").dropLast().joined(separator: "/")
  }

  /// Gives a new v1 group the CPUs and memory nodes of the group above: it has none, and so no
  /// process could join it, whatever other controllers its hierarchy has.
  func inheritCPUs() throws(KernelError) {
    guard hierarchy.version == 1 else { return }
    for file in ["cpuset.cpus", "cpuset.mems"] where has(file) {
      let place = FilePath("\(path)/\(file)")
      guard SmallFile.line(place) == "" else { continue }
      try SmallFile.write(Array(valueAbove(file).utf8), to: place)
    }
  }

  /// v2 stores CPUs that the group above has not, and then gives others: that is no limit.
  func checkSubset(_ value: String, of file: String) throws(KernelError) {
    guard hierarchy.version == 2, ["cpuset.cpus", "cpuset.mems"].contains(file), !value.isEmpty,
      let given = SmallFile.line(FilePath("\(path)/\(file).effective"))
    else { return }
    guard NumberList.numbers(value).isSubset(of: NumberList.numbers(given)) else {
      throw KernelError("write \(path)/\(file) \"\(value)\"", .permissionDenied)
    }
  }
}

/// The kernel's format of lists, `0-3,5`. See "List format" in cpuset(7).
package enum NumberList {
  /// The numbers in such a list; what is no number is left out.
  package static func numbers(_ text: String) -> Set<Int> {
    var numbers: Set<Int> = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      if let first = ends.first, let last = ends.last, first <= last {
        numbers.formUnion(first...last)
      }
    }
    return numbers
  }
}
