import Glibc

/// The working directory of cloche itself. See getcwd(3).
package enum WorkingFolder {
  /// Its absolute path; nil where it has none any more.
  package static var path: [UInt8]? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return Array(UnsafeBufferPointer(start: path, count: strlen(path))).map {
      UInt8(bitPattern: $0)
    }
  }
}
