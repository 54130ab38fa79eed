import Glibc

/// The environment that this process was started with.
package enum ProcessEnvironment {
  /// `NAME=VALUE` each, as bytes.
  package static var entries: [[UInt8]] {
    var entries: [[UInt8]] = []
    var next = environ
    while let entry = next.pointee {
      entries.append(Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry))))
      next += 1
    }
    return entries
  }
}
