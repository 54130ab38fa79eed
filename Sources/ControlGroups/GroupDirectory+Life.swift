import Glibc
import Kernel

/// The processes of one group, with those of the groups below.
extension GroupDirectory {
  /// With the hierarchy of the freezer of v1 first.
  static func freezersFirst(_ directories: [GroupDirectory]) -> [GroupDirectory] {
    directories.filter { $0.has("freezer.state") }
      + directories.filter { !$0.has("freezer.state") }
  }

  /// The group inside and those that the program has made below it, as paths.
  var groupsInside: [String] { innerGroup == group ? [] : Self.tree(innerPath) }

  var allProcesses: [Int32] { Self.tree(path).flatMap { Self.processes(in: $0) } }

  var isEmpty: Bool { Self.tree(path).allSatisfy { Self.processes(in: $0).isEmpty } }

  /// A group and those below it.
  private static func tree(_ path: String) -> [String] {
    [path] + Folder.directories(in: path).flatMap { tree(path + "/" + $0) }
  }

  /// Moves a process into the group of a path; one that has ended meanwhile is no error.
  static func move(_ pid: Int32, to path: String) throws(KernelError) {
    do throws(KernelError) {
      try SmallFile.write(Array(String(pid).utf8), to: FilePath(path + "/cgroup.procs"))
    } catch {
      guard error.errno == .noSuchProcess else { throw error }
    }
  }

  /// Kills everything in it, and waits until nothing is left.
  func empty() throws(KernelError) {
    let limit = Clock.deadline(after: Self.patience)
    // The way to end a fork bomb on v1 closes the group for good.
    let most = FilePath(path + "/pids.max")
    let processes = SmallFile.line(most)
    defer { if let processes { try? SmallFile.write(Array(processes.utf8), to: most) } }
    while !isEmpty {
      guard Clock.monotonic < limit else { throw KernelError("empty \(path)", .resourceBusy) }
      for group in Self.tree(path) { Self.killAll(group) }
    }
  }

  /// Writes the state, and waits until it is reached. A process may only be stopped where it next
  /// enters user space, and the freezer of v1 has to be asked again for those that it missed.
  func setFrozen(_ isFrozen: Bool) throws(KernelError) {
    let limit = Clock.deadline(after: Self.patience)
    let isOld = hierarchy.version == 1
    let file = FilePath(path + (isOld ? "/freezer.state" : "/cgroup.freeze"))
    let value = isOld ? (isFrozen ? "FROZEN" : "THAWED") : (isFrozen ? "1" : "0")
    repeat {
      try SmallFile.write(Array(value.utf8), to: file)
      if isOld {
        if SmallFile.line(file) == value { return }
      } else {
        let events = SmallFile.line(FilePath(path + "/cgroup.events")) ?? ""
        if events.split(separator: "\n").contains("frozen \(value)") { return }
      }
      sched_yield()
    } while Clock.monotonic < limit
    throw KernelError("write \(file) \"\(value)\"", .timedOut)
  }
}
