import Glibc
import Kernel

/// Files of one group.
extension GroupDirectory {
  func has(_ file: String) -> Bool { access("\(path)/\(file)", F_OK) == 0 }

  /// What the group above has in a file.
  func valueAbove(_ file: String) -> String { Self.value(of: file, above: path) }

  private static func value(of file: String, above path: String) -> String {
    let above = "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    return SmallFile.line(FilePath("\(above)/\(file)")) ?? ""
  }

  private static let lists = ["cpuset.cpus", "cpuset.mems"]

  /// Gives a new v1 group the CPUs and memory nodes of the group above: it has none, and so no
  /// process could join it, whatever other controllers its hierarchy has.
  static func inheritCPUs(_ hierarchy: Hierarchy, _ group: String) throws(KernelError) {
    guard hierarchy.version == 1 else { return }
    let path = hierarchy.path(group)
    for file in lists where access("\(path)/\(file)", F_OK) == 0 {
      let place = FilePath("\(path)/\(file)")
      guard SmallFile.line(place) == "" else { continue }
      try SmallFile.write(Array(value(of: file, above: path).utf8), to: place)
    }
  }

  /// The group whose file counts, relative to the mount. v1 slows disks and allows devices for the
  /// processes of one group alone, not for those below.
  func group(of file: String) -> String {
    let isFlat =
      hierarchy.version == 1
      && ["blkio.throttle.", "devices.", "notify_on_release"].contains { file.hasPrefix($0) }
    return isFlat ? innerGroup : group
  }

  /// The file of that group, as a path.
  func place(of file: String) -> FilePath { FilePath("\(hierarchy.path(group(of: file)))/\(file)") }

  /// On v1 no group may have a CPU that the group above has not: before a list is made another, the
  /// group above gets both, and the group inside the new one.
  func makeWay(for value: String, of file: String) throws(KernelError) {
    guard hierarchy.version == 1, Self.lists.contains(file), innerGroup != group,
      let present = SmallFile.line(place(of: file)), present != value
    else { return }
    try SmallFile.write(Array("\(present),\(value)".utf8), to: place(of: file))
    try SmallFile.write(Array(value.utf8), to: FilePath("\(innerPath)/\(file)"))
  }

  /// v2 stores CPUs that the group above has not, and then gives others: that is no limit.
  func checkSubset(_ value: String, of file: String) throws(KernelError) {
    guard hierarchy.version == 2, Self.lists.contains(file), !value.isEmpty,
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
