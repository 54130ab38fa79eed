import Glibc
import Kernel

/// The groups that this process is in, one in each hierarchy, at the moment when they were read.
///
/// Read when groups are looked for, and handed down to whoever needs them then. Never kept for later:
/// others may move this process meanwhile, and in version 2 it moves itself out of its limits' way
/// (see `GroupBase`). See cgroups(7), "/proc/pid/cgroup".
package struct OwnGroups: Sendable {
  /// nil where it cannot be used: then no controller is found.
  private let library: LibCgroup?
  private let lines: [Line]

  /// One hierarchy.
  private struct Line {
    /// Those of version 1 that it has; for version 2 none.
    let controllers: [Substring]
    /// From the top of the hierarchy, which may lie above what is mounted.
    let path: String
  }

  /// Reads them.
  package static var current: OwnGroups { OwnGroups(try? LibCgroup.shared.get()) }

  /// Reads them.
  init(_ library: LibCgroup?) {
    self.init(SmallFile.line("/proc/self/cgroup") ?? "", library)
  }

  /// From the text of that file.
  init(_ text: String, _ library: LibCgroup?) {
    self.library = library
    lines = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      let isVersion2 = fields[0] == "0"
      return Line(
        controllers: isVersion2 ? [] : fields[1].split(separator: ","), path: String(fields[2]))
    }
  }

  /// The group in a hierarchy, relative to its mount: `/` or `/user.slice/...`; nil where it lies
  /// outside of what is mounted.
  subscript(hierarchy: Hierarchy) -> String? {
    let line = lines.first { line in
      hierarchy.version == 2
        ? line.controllers.isEmpty : line.controllers.contains(hierarchy.controller[...])
    }
    guard let path = line?.path, !path.hasPrefix("/..") else { return nil }
    if hierarchy.root == "/" { return path }
    guard path == hierarchy.root || path.hasPrefix(hierarchy.root + "/") else { return nil }
    let rest = String(path.dropFirst(hierarchy.root.count))
    return rest.isEmpty ? "/" : rest
  }

  /// The group of a controller, as an absolute path; the controller's name where it is not mounted.
  package func path(of controller: String) -> String {
    library?.mounted(controller).map { path(in: $0.hierarchy) } ?? controller
  }

  /// The group in a hierarchy, as an absolute path; the top where it lies outside of what is mounted.
  func path(in hierarchy: Hierarchy) -> String { hierarchy.path(self[hierarchy] ?? "/") }

  /// What a file says in the group of a controller; nil where it cannot be read.
  package func value(of file: String, controller: String) -> String? {
    SmallFile.line(FilePath("\(path(of: controller))/\(file)"))
  }

  /// The mounts of these controllers that nobody can write through, each once.
  package func readOnlyMounts(of controllers: [String]) -> [String] {
    var mounts: [String] = []
    for controller in controllers {
      guard let mount = library?.mounted(controller)?.hierarchy.mount, !mounts.contains(mount),
        access(mount, W_OK) != 0, errno == EROFS
      else { continue }
      mounts.append(mount)
    }
    return mounts
  }

  /// Where the processes of the next group for these controllers will be, as far as that can be told
  /// beforehand: a path in each hierarchy.
  package func expectedPaths(for controllers: [String]) -> [String] {
    var paths: [String] = []
    for path in controllers.map({
      "\(path(of: $0))/cloche-\(getpid())-1/\(GroupDirectory.innerName)"
    })
    where !paths.contains(path) {
      paths.append(path)
    }
    return paths
  }
}
