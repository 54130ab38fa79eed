import Glibc
import SystemPackage

/// Files that cloche writes for the user: whole, or not at all.
package enum NewFile {
  /// Makes a file to be written bit by bit, with the mode that the umask leaves of 0666.
  ///
  /// - Throws: EEXIST for a file that is there.
  package static func open(_ path: FilePath) throws(KernelError) -> FileDescriptor {
    try create(path, asking: path)
  }

  private static func create(
    _ place: FilePath, asking path: FilePath
  ) throws(KernelError) -> FileDescriptor {
    let file = try call("write \(path)", retryOnInterrupt: true) {
      place.withPlatformString { Glibc.open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
    }
    return FileDescriptor(rawValue: file)
  }

  /// Writes a whole file, with the mode that the umask leaves of 0666, or that of the file which it
  /// replaces.
  ///
  /// A file that is there keeps its content until the new one is complete and on the disk; then that takes
  /// its name. What is not a regular file, a pipe or a terminal, is written to as it is, and waited for a second at most.
  ///
  /// - Throws: EEXIST for a file that is there, unless it may be overwritten; ENXIO for a FIFO that nobody
  ///   reads, EAGAIN for one whose reader does not read; then nothing is left of the attempt. See open(2) and rename(2).
  package static func write(
    _ content: [UInt8], to path: FilePath, overwriting: Bool
  ) throws(KernelError) {
    guard overwriting else {
      let file = try open(path)
      return try fill(file, with: content, at: path, asking: path)
    }
    guard let status = try? FileStatus.of(path.bytes) else {
      return try replace(path, with: content, nil)
    }
    if status.isRegularFile {
      // Behind a link the file itself is replaced, and not the link.
      return try replace(target(of: path), with: content, status.st_mode & 0o7777)
    }
    let file = try Descriptors.open(path, O_WRONLY | O_NONBLOCK, verb: "write")
    defer { try? file.close() }
    try Descriptors.writeAll(content, to: file, named: path.string, patience: 1000)
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
    let file = try create(temporary, asking: path)
    if let mode { fchmod(file.rawValue, mode) }
    try fill(file, with: content, at: temporary, asking: path)
    do throws(KernelError) {
      try call("write \(path)", retryOnInterrupt: false) {
        rename(temporary.string, path.string)
      }
    } catch {
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
      try Descriptors.writeAll(content, to: file, named: path.string)
      try flush(file, asking: path)
    } catch {
      unlink(place.string)
      throw error
    }
  }

  /// Waits until the content is on the disk. See fsync(2).
  private static func flush(
    _ file: FileDescriptor, asking path: FilePath
  ) throws(KernelError) {
    do throws(KernelError) {
      try call("write \(path)", retryOnInterrupt: true) { fsync(file.rawValue) }
    } catch {
      // Not every file system can: what it cannot, it need not.
      guard error.errno == .invalidArgument || error.errno == .readOnlyFileSystem else {
        throw error
      }
    }
  }
}
