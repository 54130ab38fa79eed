import CLaunch
import Glibc
import SystemPackage

extension UnsafeMutableRawBufferPointer {
  /// Zeroed memory that children write and we read. See mmap(2).
  static func mapShared(_ size: Int) throws(KernelError) -> UnsafeMutableRawBufferPointer {
    let address = mmap(
      nil, Swift.max(1, size), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    guard let address, address != MAP_FAILED else {
      throw KernelError("mmap \(size) shared bytes", Errno(rawValue: errno))
    }
    return UnsafeMutableRawBufferPointer(start: address, count: size)
  }

  func unmap() { munmap(baseAddress, Swift.max(1, count)) }
}
