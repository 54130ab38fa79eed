import Glibc
import SystemPackage

/// Files that only their owner may read.
package enum PrivateFile {
  /// Appends under a lock. The file and the folders above it are made when they are missing, with the
  /// modes 0600 and 0700. See flock(2), which waits for other sessions: they hold it for one write.
  ///
  /// - Throws: what making, opening, locking or writing it said; ELOOP where it is a link.
  package static func append(_ bytes: [UInt8], to path: FilePath) throws(KernelError) {
    try makeFolders(path.removingLastComponent())
    let file = try Descriptors.open(
      path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, mode: 0o600)
    // Releases the lock.
    defer { try? file.close() }
    try call("lock \(path)", retryOnInterrupt: true) { flock(file.rawValue, LOCK_EX) }
    try Descriptors.writeAll(bytes, to: file, named: path.string)
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
