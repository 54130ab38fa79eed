import Glibc
import Kernel

/// The directory of one control group that cloche made. Owns an open descriptor of it with a lock
/// on it: whoever can take the lock knows that the maker is gone, in whatever pid namespace it was.
final class GroupDirectory {
  let hierarchy: Hierarchy
  /// Relative to the mount.
  let group: String
  /// For fchdir, CLONE_INTO_CGROUP and the lock.
  let descriptor: Int32

  var path: String { hierarchy.path(group) }

  /// Makes a group that must not be there yet.
  init(making group: String, in hierarchy: Hierarchy) throws(KernelError) {
    let path = hierarchy.path(group)
    guard mkdir(path, 0o755) == 0 else {
      throw KernelError("mkdir \(path)", Errno(rawValue: errno))
    }
    guard let descriptor = Self.lock(path) else {
      let error = KernelError("lock \(path)", Errno(rawValue: errno))
      rmdir(path)
      throw error
    }
    self.hierarchy = hierarchy
    self.group = group
    self.descriptor = descriptor
  }

  /// Takes over a group whose maker is gone; nil where it is not.
  init?(leftBehind group: String, in hierarchy: Hierarchy) {
    guard let descriptor = Self.lock(hierarchy.path(group)) else { return nil }
    self.hierarchy = hierarchy
    self.group = group
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static func lock(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
    let reason = errno
    close(descriptor)
    errno = reason
    return nil
  }

  /// Opens the file that a process joins by. See cgroups(7).
  func openProcesses() throws(KernelError) -> Int32 {
    let descriptor = open(path + "/cgroup.procs", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw KernelError("open \(path)/cgroup.procs", Errno(rawValue: errno))
    }
    return descriptor
  }

  /// Ends whatever is in it and in groups below, and removes it. It is gone when this returns.
  func remove() throws(KernelError) {
    try Self.remove(path)
  }

  private static func remove(_ path: String) throws(KernelError) {
    let limit = Clock.deadline(after: 5_000_000_000)
    while true {
      for inner in Folder.directories(in: path) { try remove(path + "/" + inner) }
      if rmdir(path) == 0 || errno == ENOENT { return }
      let reason = Errno(rawValue: errno)
      guard reason == .resourceBusy, Clock.monotonic < limit else {
        throw KernelError("rmdir \(path)", reason)
      }
      killAll(path)
    }
  }

  /// Kills every process in a group. libcgroup would move them to the parent instead, out of their
  /// limits.
  private static func killAll(_ path: String) {
    // Since Linux 5.14 one write does it, for groups below too.
    if (try? SmallFile.write(Array("1".utf8), to: FilePath(path + "/cgroup.kill"))) == nil {
      // Frozen processes of v1 die only when they thaw.
      try? SmallFile.write(Array("THAWED".utf8), to: FilePath(path + "/freezer.state"))
    }
    ProcessList.killAll { processes(in: path) }
  }

  /// The processes in a group, as numbers.
  static func processes(in path: String) -> [Int32] {
    (SmallFile.line(FilePath(path + "/cgroup.procs")) ?? "").split(separator: "\n")
      .compactMap { Int32($0) }
  }
}
