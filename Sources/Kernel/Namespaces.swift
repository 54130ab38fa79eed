import Glibc
import SystemPackage

/// The namespaces of processes, by the links under /proc/PID/ns. See namespaces(7).
public enum Namespaces {
  /// The identity of a namespace: `uts:[4026531838]`; nil where it can not be seen.
  ///
  /// - Parameter process: a pid, or `self`.
  public static func identity(of kind: NamespaceKind, process: String) -> String? {
    Links.target(of: "/proc/\(process)/ns/\(kind.rawValue)")
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Symbolic links. See readlink(2).
public enum Links {
  /// Where a link leads; nil for what is no link.
  public static func target(of path: String) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let address = buffer.baseAddress else { return nil }
      let length = readlink(path, address, buffer.count)
      return length < 0 ? nil : buffer.prefix(length).map { UInt8(bitPattern: $0) }
    }
  }
}
