import Glibc
import SystemPackage

/// Descriptors that cloche itself reads and writes.
package enum Descriptors {
  /// Writes everything, however many calls that takes.
  package static func writeAll(_ bytes: [UInt8], to file: FileDescriptor) throws(KernelError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(file.rawValue, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest.removeFirst(written)
      } else if errno == EAGAIN {
        // Somebody else has made it so, for all who have it open.
        var entry = pollfd(fd: file.rawValue, events: Int16(POLLOUT), revents: 0)
        poll(&entry, 1, -1)
      } else if errno != EINTR {
        throw KernelError("write descriptor \(file.rawValue)", Errno(rawValue: errno))
      }
    }
  }

  /// A pipe, both ends close-on-exec. See pipe(2).
  package static func pipe() throws(KernelError) -> (read: FileDescriptor, write: FileDescriptor) {
    let ends = try named("pipe") { try FileDescriptor.pipe(options: .closeOnExec) }
    return (ends.readEnd, ends.writeEnd)
  }

  /// What can be read at once, at most `room` bytes; none at the end.
  package static func read(_ file: FileDescriptor, room: Int) throws(KernelError) -> [UInt8] {
    try SystemCallBuffer.read(file, room: room, named: "descriptor \(file.rawValue)")
  }

  /// /dev/null, for reading.
  package static func null() throws(KernelError) -> FileDescriptor {
    try openForReading("/dev/null")
  }

  /// A file of the host, close-on-exec.
  static func openForReading(_ path: FilePath) throws(KernelError) -> FileDescriptor {
    try named("open \(path)") {
      try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    }
  }

  package static func isTerminal(_ file: FileDescriptor) -> Bool { isatty(file.rawValue) == 1 }
}
