import Glibc
import SystemPackage

/// What the kernel knows of a file. See stat(2) and inode(7).
typealias FileStatus = stat

extension FileStatus {
  /// What is behind a path, links followed.
  ///
  /// - Parameter path: up to the first NUL.
  static func of(_ path: [UInt8]) throws(KernelError) -> FileStatus {
    var status = FileStatus()
    let name = path.map { CChar(bitPattern: $0) } + [0]
    try call("stat \(String(decoding: path, as: UTF8.self))", retryOnInterrupt: false) {
      stat(name, &status)
    }
    return status
  }

  /// What is behind an open descriptor.
  static func of(_ file: FileDescriptor) throws(KernelError) -> FileStatus {
    var status = FileStatus()
    try call("stat descriptor \(file.rawValue)", retryOnInterrupt: false) {
      fstat(file.rawValue, &status)
    }
    return status
  }

  var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isBlockDevice: Bool { st_mode & S_IFMT == S_IFBLK }
}
