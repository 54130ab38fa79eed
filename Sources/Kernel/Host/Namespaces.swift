import Glibc
import SystemPackage

/// The namespaces of processes, by the links under /proc/PID/ns. See namespaces(7).
package enum Namespaces {
  /// The identity of a namespace: `uts:[4026531838]`; nil where it cannot be seen.
  ///
  /// - Parameter process: a pid, or `self`.
  package static func identity(of kind: NamespaceKind, process: String) -> String? {
    identity("/proc/\(process)/ns/\(kind.rawValue)")
  }

  /// The same for the children that a process will have.
  package static func identityForChildren(of kind: NamespaceKind, process: Int32) -> String? {
    identity(file(kind, process))
  }

  private static func identity(_ path: String) -> String? {
    Links.target(of: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func file(_ kind: NamespaceKind, _ process: Int32) -> String {
    "/proc/\(process)/ns/\(kind == .time ? "time_for_children" : kind.rawValue)"
  }

  /// A descriptor of a namespace, by which setns(2) joins it. Of the time namespace that the
  /// process's children get: it cannot enter one itself.
  package static func open(
    _ kind: NamespaceKind, of process: Int32
  ) throws(KernelError) -> FileDescriptor {
    try Descriptors.openForReading(FilePath(file(kind, process)))
  }
}

/// Symbolic links. See readlink(2).
package enum Links {
  /// Where a link leads; nil for what is no link.
  package static func target(of path: String) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let address = buffer.baseAddress else { return nil }
      let length = readlink(path, address, buffer.count)
      return length < 0 ? nil : buffer.prefix(length).map { UInt8(bitPattern: $0) }
    }
  }
}
