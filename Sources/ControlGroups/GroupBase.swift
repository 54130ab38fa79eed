import Glibc
import Kernel

/// The group in a hierarchy below which cloche makes its own, made ready for that; what was changed
/// for it is put back at the end.
final class GroupBase {
  let hierarchy: Hierarchy
  /// Relative to the mount.
  let group: String
  private var enabled: [String] = []
  /// The group that cloche itself moved into, since a v2 group with limits below holds no processes.
  private var manager: GroupDirectory?

  private init(_ hierarchy: Hierarchy, _ group: String) {
    self.hierarchy = hierarchy
    self.group = group
  }

  /// The group of a name below this one.
  func inner(_ name: String) -> String { group == "/" ? "/\(name)" : "\(group)/\(name)" }

  /// Finds the group, and gives it the controllers.
  ///
  /// Never assumed at the top: on v1 it is cloche's own group. On v2 it is too where cloche may
  /// write there and is alone in it; root otherwise takes the top of what is mounted.
  static func prepare(
    _ hierarchy: Hierarchy, controllers: [String]
  ) throws(KernelError) -> GroupBase {
    var candidates = hierarchy.own.map { [$0] } ?? []
    if geteuid() == 0, !candidates.contains("/") { candidates.append("/") }
    var failure: KernelError?
    for candidate in candidates {
      do throws(KernelError) {
        let base = GroupBase(hierarchy, candidate)
        try base.makeReady(controllers)
        return base
      } catch {
        // What is wrong with its own group is what the user can change.
        failure = failure ?? error
      }
    }
    throw failure
      ?? KernelError("find cloche's own group below \(hierarchy.mount)", .noSuchFileOrDirectory)
  }

  private func makeReady(_ controllers: [String]) throws(KernelError) {
    let path = hierarchy.path(group)
    guard access(path, W_OK) == 0 else {
      throw KernelError("write in \(path)", Errno(rawValue: errno))
    }
    if hierarchy.version == 2 { try enable(controllers) }
  }

  /// Lets groups below have the controllers. See "Controlling Controllers" in the kernel's cgroup v2
  /// document. libcgroup has no call for it that works below a group that is not one's own.
  func enable(_ controllers: [String]) throws(KernelError) {
    let path = hierarchy.path(group)
    let present = Self.words(path + "/cgroup.subtree_control")
    let missing = controllers.filter { !present.contains($0) }
    guard !missing.isEmpty else { return }
    let available = Self.words(path + "/cgroup.controllers")
    if let absent = missing.first(where: { !available.contains($0) }) {
      throw KernelError("find \(absent) in \(path)/cgroup.controllers", .noSuchFileOrDirectory)
    }
    let change = missing.map { "+" + $0 }.joined(separator: " ")
    do throws(KernelError) {
      if holdsProcesses(path) { try moveAside() }
      try SmallFile.write(Array(change.utf8), to: FilePath(path + "/cgroup.subtree_control"))
    } catch {
      // Nobody would know of it later.
      try? restore()
      throw error
    }
    enabled += missing
  }

  private static func words(_ file: String) -> [String] {
    (SmallFile.line(FilePath(file)) ?? "").split(separator: " ").map(String.init)
  }

  /// Whether processes in the group keep it from having limits below it, which the top of the
  /// hierarchy is exempt from: the one group that has no type.
  ///
  /// Asked, since the kernel refuses only some controllers then. With `pids` and `cpu` it makes a
  /// threaded domain, in whose groups no process can be born. See "Threads" in its cgroup v2 document.
  private func holdsProcesses(_ path: String) -> Bool {
    access(path + "/cgroup.type", F_OK) == 0 && !GroupDirectory.processes(in: path).isEmpty
  }

  /// Moves cloche itself out of the group, where nobody else is in it.
  private func moveAside() throws(KernelError) {
    let path = hierarchy.path(group)
    guard manager == nil, GroupDirectory.processes(in: path) == [getpid()] else {
      throw KernelError("write \(path)/cgroup.subtree_control", .resourceBusy)
    }
    let directory = try GroupDirectory(making: inner("cloche-\(getpid())-manager"), in: hierarchy)
    manager = directory
    try SmallFile.write(Array("0".utf8), to: FilePath(directory.path + "/cgroup.procs"))
  }

  /// Puts everything back as it was found. What another group needs by now stays.
  func restore() throws(KernelError) {
    let path = hierarchy.path(group)
    let others = Folder.directories(in: path).filter { path + "/" + $0 != manager?.path }
    if !enabled.isEmpty, others.isEmpty {
      let change = enabled.map { "-" + $0 }.joined(separator: " ")
      try SmallFile.write(Array(change.utf8), to: FilePath(path + "/cgroup.subtree_control"))
      enabled = []
    }
    guard let manager, others.isEmpty else { return }
    try SmallFile.write(Array("0".utf8), to: FilePath(path + "/cgroup.procs"))
    try manager.remove()
    self.manager = nil
  }

  /// Removes what cloches that were killed have left here. A group whose maker lives is locked.
  func sweep() {
    for name in Folder.directories(in: hierarchy.path(group)) where name.hasPrefix("cloche-") {
      try? GroupDirectory(leftBehind: inner(name), in: hierarchy)?.remove()
    }
  }
}
