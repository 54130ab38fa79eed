import Glibc

/// What lies on the host's file systems.
package enum HostFiles {
  package enum Kind: Sendable {
    case missing
    case directory
    /// A file, device, socket or pipe.
    case other
  }

  /// What is behind a path, links followed. See stat(2).
  package static func kind(of path: [UInt8]) -> Kind {
    var status = stat()
    let found = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { fstatat(AT_FDCWD, $0, &status, 0) == 0 } ?? false
    }
    guard found else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .other
  }
}
