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
  ///
  /// - Throws: EEXIST also where another cloche takes it for a left one in the moment before it is
  ///   locked.
  init(making group: String, in hierarchy: Hierarchy) throws(KernelError) {
    let path = hierarchy.path(group)
    guard mkdir(path, 0o755) == 0 else {
      throw KernelError("mkdir \(path)", Errno(rawValue: errno))
    }
    guard let descriptor = Self.lock(path) else {
      let error = Errno(rawValue: errno)
      let isTaken = error == .wouldBlock || error == .noSuchFileOrDirectory
      if !isTaken { rmdir(path) }
      throw KernelError("lock \(path)", isTaken ? .fileExists : error)
    }
    self.hierarchy = hierarchy
    self.group = group
    self.descriptor = descriptor
    do throws(KernelError) {
      try inheritCPUs()
    } catch {
      rmdir(path)
      throw error
    }
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
    var opened = stat()
    var present = stat()
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &opened) == 0,
      lstat(path, &present) == 0
    {
      // It may have been removed, and another made, between the two calls.
      if opened.st_ino == present.st_ino { return descriptor }
      errno = ENOENT
    }
    let reason = errno
    close(descriptor)
    errno = reason
    return nil
  }

  /// Others have removed it. Its name may be another's by now.
  var isLost: Bool {
    var opened = stat()
    var present = stat()
    return fstat(descriptor, &opened) != 0 || lstat(path, &present) != 0
      || opened.st_ino != present.st_ino
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
    if isLost { return }
    try Self.remove(path)
  }

  private static func remove(_ path: String) throws(KernelError) {
    let limit = Clock.deadline(after: patience)
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

  /// Nanoseconds that the processes of a group have to be gone in.
  static let patience = 5_000_000_000

  /// Kills every process in a group. libcgroup would move them to the parent instead, out of their
  /// limits.
  static func killAll(_ path: String) {
    // Since Linux 5.14 one write does it, for groups below too.
    if (try? SmallFile.write(Array("1".utf8), to: FilePath(path + "/cgroup.kill"))) == nil {
      // While it forks faster than it is killed.
      try? SmallFile.write(Array("0".utf8), to: FilePath(path + "/pids.max"))
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
