import CLaunch
import SystemPackage

/// The init as a program of its own, in sealed memory: see init.c.
package enum InitImage {
  /// Makes it.
  ///
  /// - Returns: a descriptor for execveat(2), close-on-exec, the caller's to close.
  /// - Throws: what refused the memory; ENOENT or EACCES where the sysctl vm.memfd_noexec forbids that
  ///   memory is executed. See memfd_create(2).
  package static func make() throws(KernelError) -> FileDescriptor {
    FileDescriptor(
      rawValue: try rawCall("memfd_create cloche-init", retryOnInterrupt: false) { cl_init_image() }
    )
  }

  /// What it begins with, as descriptors. See CInit.h.
  package static let channel = 0
  package static let link = 1
  package static let children = 2
  package static let terminal = 3
}
