import CLaunch
import Glibc
import SystemPackage

// A system call of cloche's own has two layers. Above is a function with a name and a documentation,
// which throws a `KernelError`; below is one of these two, and nobody else looks at errno. What the
// kernel cannot refuse, as getpid(2), and what answers yes or no, as isatty(3), is called as it is.

/// Makes a call that answers with -1 and errno when it is refused, as those of the C library do.
///
/// - Parameters:
///   - operation: what it is to do, as a person reads it; asked for when it is refused.
///   - retryOnInterrupt: makes it again when a signal interrupted it, see signal(7). Else that is a
///     refusal, EINTR.
///   - body: the call and nothing else.
/// - Returns: what the call returned.
@discardableResult
@inline(__always)
func call<Value: SignedInteger>(
  _ operation: @autoclosure () -> String, retryOnInterrupt: Bool, _ body: () -> Value
) throws(KernelError) -> Value {
  while true {
    let value = body()
    guard value == -1 else { return value }
    let error = Errno(rawValue: errno)
    if retryOnInterrupt, error == .interrupted { continue }
    throw KernelError(operation(), error)
  }
}

/// Makes a call that answers with a negative errno when it is refused, as the kernel itself and the
/// functions of CLaunch do. The parameters are those of `call`.
@discardableResult
@inline(__always)
func rawCall<Value: SignedInteger>(
  _ operation: @autoclosure () -> String, retryOnInterrupt: Bool, _ body: () -> Value
) throws(KernelError) -> Value {
  while true {
    let value = body()
    // The last page of addresses is never anybody's: it is for errors.
    guard value < 0, value >= -4095 else { return value }
    let error = Errno(rawValue: Int32(-value))
    if retryOnInterrupt, error == .interrupted { continue }
    throw KernelError(operation(), error)
  }
}

/// Makes a call that stores bytes and answers with their number. The parameters are those of `call`.
///
/// - Parameter room: how many bytes there may be.
func callForBytes(
  _ operation: @autoclosure () -> String, room: Int, retryOnInterrupt: Bool,
  _ body: (UnsafeMutableRawBufferPointer) -> Int
) throws(KernelError) -> [UInt8] {
  var refusal: KernelError?
  let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
    do throws(KernelError) {
      count = try call(operation(), retryOnInterrupt: retryOnInterrupt) {
        body(UnsafeMutableRawBufferPointer(buffer))
      }
    } catch {
      refusal = error
    }
  }
  if let refusal { throw refusal }
  return bytes
}

extension SystemCall {
  /// Makes a system call that the C library does not wrap, for `rawCall`: the result, or -errno.
  @inline(__always)
  func callAsFunction(
    _ a: UInt64, _ b: UInt64 = 0, _ c: UInt64 = 0, _ d: UInt64 = 0, _ e: UInt64 = 0
  ) -> Int {
    cl_call(number, a, b, c, d, e, 0)
  }
}

extension UInt64 {
  /// An address as the argument of a system call.
  init(address: UnsafeRawPointer?) { self.init(UInt(bitPattern: address)) }

  /// A descriptor, or a number that stands for one, as the argument of a system call.
  init(descriptor: Int32) { self.init(bitPattern: Int64(descriptor)) }
}
