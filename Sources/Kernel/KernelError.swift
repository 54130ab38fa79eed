import SystemPackage

/// A refusal of a system call of cloche's own. See `call`.
package struct KernelError: Error, Sendable, Equatable {
  /// The call with what it was to do, as a person reads it: `open /proc/12/uid_map`.
  package let operation: String
  /// Why the kernel refused it, see errno(3).
  package let errno: Errno

  package init(_ operation: String, _ errno: Errno) {
    self.operation = operation
    self.errno = errno
  }
}

// The layers above speak swift-system's types without importing it.

/// The number of an error. See errno(3).
package typealias Errno = SystemPackage.Errno
/// The number of an open file. See open(2).
package typealias FileDescriptor = SystemPackage.FileDescriptor
/// A path of bytes, which need not be UTF-8. See path_resolution(7).
package typealias FilePath = SystemPackage.FilePath
