import Glibc
import SystemPackage

/// Files that only their owner may read.
package enum PrivateFile {
  /// How long another session may hold the lock, in nanoseconds: it does so for one write.
  private static let patience = 500_000_000

  /// Reads a file of cloche's own: a regular one, of the user or of root.
  ///
  /// - Parameters:
  ///   - limit: bytes.
  ///   - followsLinks: whether it may lie elsewhere, as what a user writes and keeps with others does.
  /// - Throws: what opening or reading it said; EFBIG where it is longer than the limit, ELOOP where it
  ///   is a link, EINVAL where it is not a regular file, EPERM where it is another user's.
  package static func read(
    _ path: FilePath, limit: Int, followsLinks: Bool = false
  ) throws(KernelError) -> [UInt8] {
    let file = try open(path, O_RDONLY | (followsLinks ? 0 : O_NOFOLLOW), verb: "read")
    defer { try? file.close() }
    return try GivenFile.read(file, named: path.string, limit: limit)
  }

  /// Appends under a lock. The file and the folders above it are made when they are missing, with the
  /// modes 0600 and 0700. See flock(2).
  ///
  /// - Throws: what making, opening or writing it said; EAGAIN where somebody else keeps the lock for
  ///   half a second, and what `read` throws of a file that is not cloche's own.
  package static func append(_ bytes: [UInt8], to path: FilePath) throws(KernelError) {
    try makeFolders(path.removingLastComponent())
    let file = try open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, verb: "write")
    // Releases the lock.
    defer { try? file.close() }
    try lock(file, path)
    try Descriptors.writeAll(bytes, to: file, named: path.string)
  }

  /// Opens a file, never waiting, and looks at what it is.
  private static func open(
    _ path: FilePath, _ flags: Int32, verb: StaticString
  ) throws(KernelError) -> FileDescriptor {
    let file = try Descriptors.open(path, flags | O_NONBLOCK | O_NOCTTY, mode: 0o600, verb: verb)
    do throws(KernelError) {
      let status = try FileStatus.of(file)
      guard status.isRegularFile else {
        throw KernelError("\(verb) \(path), which is not a regular file", .invalidArgument)
      }
      guard status.st_uid == geteuid() || status.st_uid == 0 else {
        throw KernelError(
          "\(verb) \(path), which belongs to uid \(status.st_uid)", .notPermitted)
      }
      return file
    } catch {
      try? file.close()
      throw error
    }
  }

  /// Takes the lock, or gives up soon: a history is not worth waiting for.
  private static func lock(_ file: FileDescriptor, _ path: FilePath) throws(KernelError) {
    let end = Clock.deadline(after: patience)
    while true {
      do throws(KernelError) {
        try call("lock \(path)", retryOnInterrupt: true) {
          flock(file.rawValue, LOCK_EX | LOCK_NB)
        }
        return
      } catch {
        guard error.errno == .resourceTemporarilyUnavailable, Clock.monotonic < end else {
          throw error
        }
      }
      poll(nil, 0, 2)
    }
  }

  private static func makeFolders(_ path: FilePath) throws(KernelError) {
    do throws(KernelError) {
      try makeFolder(path)
    } catch {
      guard error.errno == .noSuchFileOrDirectory, path.components.count > 1 else { throw error }
      try makeFolders(path.removingLastComponent())
      try makeFolder(path)
    }
  }

  /// Makes a folder that may be there. See mkdir(2).
  private static func makeFolder(_ path: FilePath) throws(KernelError) {
    do throws(KernelError) {
      try call("mkdir \(path)", retryOnInterrupt: false) { mkdir(path.string, 0o700) }
    } catch {
      guard error.errno == .fileExists else { throw error }
    }
  }
}
