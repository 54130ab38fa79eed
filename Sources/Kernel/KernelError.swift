import SystemPackage

/// A system call of cloche's own that the kernel refused.
package struct KernelError: Error, Sendable, Equatable {
  /// The call with what it was to do, as a person reads it: `open /proc/12/uid_map`.
  package let operation: String
  package let errno: Errno

  package init(_ operation: String, _ errno: Errno) {
    self.operation = operation
    self.errno = errno
  }
}

/// The result of a raw call: the value, or the errno that it carries below zero.
@inline(__always)
func checked(_ result: Int, _ operation: @autoclosure () -> String) throws(KernelError) -> Int {
  if result < 0, result >= -4095 { throw KernelError(operation(), Errno(rawValue: Int32(-result))) }
  return result
}

/// A call of swift-system, whose refusal names what was to be done.
func named<Result>(
  _ operation: @autoclosure () -> String, _ body: () throws -> Result
) throws(KernelError) -> Result {
  do { return try body() } catch {
    throw KernelError(operation(), error as? Errno ?? .ioError)
  }
}

// The layers above speak swift-system's types without importing it.
package typealias Errno = SystemPackage.Errno
package typealias FileDescriptor = SystemPackage.FileDescriptor
package typealias FilePath = SystemPackage.FilePath
