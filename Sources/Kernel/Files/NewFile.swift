import SystemPackage

/// Files that cloche writes for the user.
package enum NewFile {
  /// Makes a file to be written bit by bit, with the mode that the umask leaves of 0666.
  ///
  /// - Throws: EEXIST for a file that is there.
  package static func open(_ path: FilePath) throws(KernelError) -> FileDescriptor {
    try named("write \(path)") {
      try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    }
  }

  /// Writes a whole file, with the mode that the umask leaves of 0666.
  ///
  /// - Throws: EEXIST for a file that is there, unless it may be overwritten.
  package static func write(
    _ content: [UInt8], to path: FilePath, overwriting: Bool
  ) throws(KernelError) {
    var options: FileDescriptor.OpenOptions = [.create, .closeOnExec]
    options.insert(overwriting ? .truncate : .exclusiveCreate)
    let file = try named("write \(path)") {
      try FileDescriptor.open(
        path, .writeOnly, options: options,
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    }
    defer { try? file.close() }
    _ = try named("write \(path)") { try file.writeAll(content) }
  }
}
