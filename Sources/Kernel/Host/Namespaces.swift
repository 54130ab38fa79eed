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

  /// Opens a namespace, which setns(2) joins by the descriptor. Of the time namespaces it is the one
  /// that the process's children get: a process cannot enter one itself.
  ///
  /// - Throws: ENOENT where there is no such process, EACCES where it may not be looked at.
  package static func open(
    _ kind: NamespaceKind, of process: Int32
  ) throws(KernelError) -> FileDescriptor {
    try Descriptors.open(FilePath(file(kind, process)), O_RDONLY)
  }
}

/// Symbolic links. See readlink(2).
package enum Links {
  /// Where a link leads, at most PATH_MAX bytes; nil for what is no link, or cannot be read.
  package static func target(of path: String) -> [UInt8]? {
    try? callForBytes("readlink \(path)", room: Int(PATH_MAX), retryOnInterrupt: false) { buffer in
      let stored = buffer.bindMemory(to: CChar.self)
      return stored.baseAddress.map { readlink(path, $0, stored.count) } ?? 0
    }
  }
}
