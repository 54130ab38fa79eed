import Glibc
import SystemPackage

/// Descriptors that cloche itself reads and writes.
public enum Descriptors {
  /// Writes everything, however many calls that takes.
  public static func writeAll(_ bytes: [UInt8], to file: FileDescriptor) throws(KernelError) {
    _ = try named("write descriptor \(file.rawValue)") { try file.writeAll(bytes) }
  }

  /// A pipe, both ends close-on-exec. See pipe(2).
  public static func pipe() throws(KernelError) -> (read: FileDescriptor, write: FileDescriptor) {
    let ends = try named("pipe") { try FileDescriptor.pipe(options: .closeOnExec) }
    return (ends.readEnd, ends.writeEnd)
  }

  /// What can be read at once, at most `room` bytes; none at the end.
  public static func read(_ file: FileDescriptor, room: Int) throws(KernelError) -> [UInt8] {
    try SystemCallBuffer.read(file, room: room, named: "descriptor \(file.rawValue)")
  }

  /// /dev/null, for reading.
  public static func null() throws(KernelError) -> FileDescriptor {
    try named("open /dev/null") {
      try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
    }
  }

  public static func isTerminal(_ file: FileDescriptor) -> Bool { isatty(file.rawValue) == 1 }
}
