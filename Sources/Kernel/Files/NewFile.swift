import Glibc
import SystemPackage

/// Files that cloche writes for the user: whole, or not at all.
package enum NewFile {
  private static let permissions: FilePermissions = [
    .ownerReadWrite, .groupReadWrite, .otherReadWrite,
  ]

  /// Makes a file to be written bit by bit, with the mode that the umask leaves of 0666.
  ///
  /// - Throws: EEXIST for a file that is there.
  package static func open(_ path: FilePath) throws(KernelError) -> FileDescriptor {
    try named("write \(path)") {
      try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: permissions)
    }
  }

  /// Writes a whole file, with the mode that the umask leaves of 0666, or that of the file which it
  /// replaces.
  ///
  /// A file that is there keeps its content until the new one is complete and on the disk; then that takes
  /// its name. What is not a regular file, a pipe or a terminal, is written to as it is, and not waited for.
  ///
  /// - Throws: EEXIST for a file that is there, unless it may be overwritten; ENXIO for a FIFO that nobody
  ///   reads; then nothing is left of the attempt. See open(2) and rename(2).
  package static func write(
    _ content: [UInt8], to path: FilePath, overwriting: Bool
  ) throws(KernelError) {
    guard overwriting else {
      let file = try open(path)
      return try fill(file, with: content, at: path, asking: path)
    }
    var status = stat()
    guard stat(path.string, &status) == 0 else { return try replace(path, with: content, nil) }
    if status.st_mode & S_IFMT == S_IFREG {
      // Behind a link the file itself is replaced, and not the link.
      return try replace(target(of: path), with: content, status.st_mode & 0o7777)
    }
    let file = try named("write \(path)") {
      try FileDescriptor.open(
        path, .writeOnly, options: [.nonBlocking, .closeOnExec])
    }
    defer { try? file.close() }
    _ = try named("write \(path)") { try file.writeAll(content) }
  }

  private static func target(of path: FilePath) -> FilePath {
    guard let resolved = realpath(path.string, nil) else { return path }
    defer { free(resolved) }
    return FilePath(platformString: resolved)
  }

  private static func replace(
    _ path: FilePath, with content: [UInt8], _ mode: mode_t?
  ) throws(KernelError) {
    // Beside it: only within one file system can a name be moved.
    let name = ".\(path.lastComponent?.string ?? "cloche").\(getpid())"
    let temporary = path.removingLastComponent().appending(name)
    let file = try named("write \(path)") {
      try FileDescriptor.open(
        temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: permissions)
    }
    if let mode { fchmod(file.rawValue, mode) }
    try fill(file, with: content, at: temporary, asking: path)
    guard rename(temporary.string, path.string) == 0 else {
      let error = KernelError("write \(path)", Errno(rawValue: errno))
      unlink(temporary.string)
      throw error
    }
  }

  /// Writes all of a file that was just made, or unlinks it again.
  private static func fill(
    _ file: FileDescriptor, with content: [UInt8], at place: FilePath, asking path: FilePath
  ) throws(KernelError) {
    defer { try? file.close() }
    do throws(KernelError) {
      _ = try named("write \(path)") { try file.writeAll(content) }
      // Not every file system can: what it cannot, it need not.
      if fsync(file.rawValue) != 0, errno != EINVAL, errno != EROFS {
        throw KernelError("write \(path)", Errno(rawValue: errno))
      }
    } catch {
      unlink(place.string)
      throw error
    }
  }
}
