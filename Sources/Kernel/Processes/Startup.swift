import CLaunch
import Glibc

/// What has to hold before anything else is done.
package enum Startup {
  /// Comes first of all.
  package static func begin() { cl_begin() }

  /// The words of the command line, as bytes.
  package static var arguments: [[UInt8]] {
    guard let words = cl_arguments() else { return [] }
    return (0..<Int(cl_argument_count())).compactMap { index in
      words[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
  }

  /// The kernel gave this process more than its caller has: a set-user-ID, set-group-ID or
  /// set-capability file. See AT_SECURE in getauxval(3).
  package static var isPrivilegedFile: Bool { cl_is_secure() != 0 }

  /// Opens /dev/null in the place of standard descriptors that were closed, so that no file of ours
  /// gets their numbers and a program's output. What is written to standard output fails as it
  /// would with none; without standard error nobody could be told.
  package static func openStandardDescriptors() {
    for descriptor: Int32 in 0...2 {
      let isOpen = try? call("fcntl F_GETFD", retryOnInterrupt: false) {
        fcntl(descriptor, F_GETFD)
      }
      if isOpen != nil { continue }
      // The lowest free number is the one that is missing. Programs are to have it too.
      _ = try? call("open /dev/null", retryOnInterrupt: true) {
        open("/dev/null", descriptor == 1 ? O_RDONLY : O_RDWR)
      }
    }
  }

  /// The first standard descriptor that is a folder; nil where none is. A program that got it could
  /// reach the folder, and all above it, from within any root. See openat(2).
  package static var folderAsStandardDescriptor: Int? {
    (0...2).first { descriptor in
      var status = stat()
      return fstat(Int32(descriptor), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
  }
}
