import Glibc
import Kernel

/// The directory of one control group that cloche made. Owns an open descriptor of it with a lock
/// on it: whoever can take the lock knows that the maker is gone, in whatever pid namespace it was.
///
/// A group with limits has another one inside, where the processes are. That one is the root of their
/// cgroup namespace, old or new: what they mount and write there reaches no limit.
final class GroupDirectory {
  let hierarchy: Hierarchy
  /// Relative to the mount.
  let group: String
  /// For the lock.
  let descriptor: Int32
  /// For CLONE_INTO_CGROUP: the group that processes are born in, on v2.
  let birthplace: Int32
  /// The processes are in a group inside this one.
  private let holdsLimits: Bool

  var path: String { hierarchy.path(group) }

  /// The group that the processes are in, relative to the mount.
  var innerGroup: String { holdsLimits ? "\(group)/\(Self.innerName)" : group }

  /// The same as a path.
  var innerPath: String { hierarchy.path(innerGroup) }

  /// What the group inside is called.
  static let innerName = "inside"

  /// Makes a group that must not be there yet.
  ///
  /// - Parameter holdsLimits: makes the group for the processes in it too.
  /// - Throws: EEXIST also where another cloche takes it for a left one in the moment before it is
  ///   locked.
  init(
    making group: String, in hierarchy: Hierarchy, holdsLimits: Bool = false
  ) throws(KernelError) {
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
    self.holdsLimits = holdsLimits
    do throws(KernelError) {
      try Self.inheritCPUs(hierarchy, group)
      birthplace = try holdsLimits ? Self.makeInner(group, hierarchy) : -1
    } catch {
      rmdir(path + "/" + Self.innerName)
      rmdir(path)
      close(descriptor)
      throw error
    }
  }

  /// Makes the group inside; the descriptor of it on v2, else -1.
  private static func makeInner(_ group: String, _ hierarchy: Hierarchy) throws(KernelError)
    -> Int32
  {
    let inner = "\(group)/\(innerName)"
    let path = hierarchy.path(inner)
    guard mkdir(path, 0o755) == 0 else {
      throw KernelError("mkdir \(path)", Errno(rawValue: errno))
    }
    guard hierarchy.version == 2 else {
      try inheritCPUs(hierarchy, inner)
      return -1
    }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    if descriptor < 0 { throw KernelError("open \(path)", Errno(rawValue: errno)) }
    return descriptor
  }

  /// Takes over a group whose maker is gone; nil where it is not.
  init?(leftBehind group: String, in hierarchy: Hierarchy) {
    guard let descriptor = Self.lock(hierarchy.path(group)) else { return nil }
    self.hierarchy = hierarchy
    self.group = group
    self.descriptor = descriptor
    holdsLimits = false
    birthplace = -1
  }

  deinit {
    if birthplace >= 0 { close(birthplace) }
    close(descriptor)
  }

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
    let descriptor = open(innerPath + "/cgroup.procs", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw KernelError("open \(innerPath)/cgroup.procs", Errno(rawValue: errno))
    }
    return descriptor
  }

  /// Ends whatever is in it and in groups below, and removes it. It is gone when this returns.
  func remove() throws(KernelError) {
    if isLost { return }
    // Mostly nobody is left, and no group that the program has made.
    if holdsLimits, rmdir(innerPath) == 0, rmdir(path) == 0 { return }
    // From above: what is frozen here dies only when this is thawed, and not what is inside.
    Self.killAll(path)
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
