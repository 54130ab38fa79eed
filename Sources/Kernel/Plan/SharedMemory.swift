import CLaunch
import Glibc
import SystemPackage

extension UnsafeMutableRawBufferPointer {
  /// Makes zeroed memory that children write and this process reads. See mmap(2).
  ///
  /// - Parameter size: bytes.
  /// - Throws: ENOMEM.
  static func mapShared(_ size: Int) throws(KernelError) -> UnsafeMutableRawBufferPointer {
    // MAP_FAILED is -1.
    let address = try call("mmap \(size) shared bytes", retryOnInterrupt: false) {
      Int(
        bitPattern: mmap(
          nil, Swift.max(1, size), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
    }
    return UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(bitPattern: address), count: size)
  }

  /// Gives the memory back. See munmap(2).
  func unmap() { munmap(baseAddress, Swift.max(1, count)) }
}
