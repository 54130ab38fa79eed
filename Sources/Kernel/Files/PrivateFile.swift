import Glibc
import SystemPackage

/// Files that only their owner may read.
package enum PrivateFile {
  /// Appends under a lock. The file and the folders above it are made when they are missing.
  package static func append(_ bytes: [UInt8], to path: FilePath) throws(KernelError) {
    try makeFolders(path.removingLastComponent())
    let file = try named("open \(path)") {
      try FileDescriptor.open(
        path, .writeOnly, options: [.append, .create, .closeOnExec, .noFollow],
        permissions: [.ownerReadWrite])
    }
    defer { try? file.close() }
    // Released by the close. Waits for other sessions, which hold it for one write.
    while flock(file.rawValue, LOCK_EX) == -1 {
      if errno != EINTR { throw KernelError("lock \(path)", Errno(rawValue: errno)) }
    }
    _ = try named("write \(path)") { try file.writeAll(bytes) }
  }

  private static func makeFolders(_ path: FilePath) throws(KernelError) {
    if mkdir(path.string, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, path.components.count > 1 else {
      throw KernelError("mkdir \(path)", Errno(rawValue: errno))
    }
    try makeFolders(path.removingLastComponent())
    if mkdir(path.string, 0o700) != 0, errno != EEXIST {
      throw KernelError("mkdir \(path)", Errno(rawValue: errno))
    }
  }
}
