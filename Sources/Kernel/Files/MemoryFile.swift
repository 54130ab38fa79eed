import CLaunch
import Glibc
import SystemPackage

/// Files that are in memory only.
package enum MemoryFile {
  /// Makes one with a content, to be read from its beginning. See memfd_create(2).
  ///
  /// - Returns: a descriptor, close-on-exec, the caller's to close.
  /// - Throws: what refused the memory.
  package static func make(_ content: [UInt8]) throws(KernelError) -> FileDescriptor {
    let file = FileDescriptor(
      rawValue: try call("memfd_create text", retryOnInterrupt: false) {
        cl_memory_file()
      })
    do throws(KernelError) {
      try Descriptors.writeAll(content, to: file, named: "text in memory")
      _ = try call("lseek text in memory", retryOnInterrupt: false) {
        lseek(file.rawValue, 0, SEEK_SET)
      }
      return file
    } catch {
      try? file.close()
      throw error
    }
  }
}
