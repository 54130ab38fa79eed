import Glibc
import SystemPackage

/// Descriptors that cloche itself reads and writes. All that are made here are close-on-exec.
package enum Descriptors {
  /// Writes everything, however many calls that takes, and waits where it has to. See write(2).
  ///
  /// - Throws: what the kernel said, of a part that may not be the first: EPIPE, ENOSPC, EIO.
  package static func writeAll(_ bytes: [UInt8], to file: FileDescriptor) throws(KernelError) {
    try writeAll(bytes, to: file, named: "descriptor \(file.rawValue)")
  }

  /// The same, with the name of the file as the error has it.
  ///
  /// - Parameter patience: milliseconds that each wait may take at most; -1 for any.
  /// - Throws: EAGAIN where nothing could be written for so long.
  static func writeAll(
    _ bytes: [UInt8], to file: FileDescriptor, named name: @autoclosure () -> String,
    patience: Int32 = -1
  ) throws(KernelError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      do throws(KernelError) {
        let written = try call("write \(name())", retryOnInterrupt: true) {
          rest.withUnsafeBytes { write(file.rawValue, $0.baseAddress, $0.count) }
        }
        rest.removeFirst(written)
      } catch {
        guard error.errno == .resourceTemporarilyUnavailable else { throw error }
        // Somebody else has made it so, for all who have it open.
        var entry = pollfd(fd: file.rawValue, events: Int16(POLLOUT), revents: 0)
        if poll(&entry, 1, patience) == 0 { throw error }
      }
    }
  }

  /// Makes a pipe. See pipe(2).
  ///
  /// - Throws: EMFILE or ENFILE where there are too many files open.
  package static func pipe() throws(KernelError) -> (read: FileDescriptor, write: FileDescriptor) {
    var ends: [Int32] = [-1, -1]
    try rawCall("pipe", retryOnInterrupt: false) {
      ends.withUnsafeMutableBufferPointer {
        SystemCall.pipe2(UInt64(address: $0.baseAddress), UInt64(descriptor: O_CLOEXEC))
      }
    }
    return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
  }

  /// Reads what can be read at once, and waits where that is nothing; no bytes at the end. See read(2).
  ///
  /// - Parameter room: bytes at most.
  /// - Throws: EAGAIN where there is nothing and the descriptor does not wait, EIO, EISDIR.
  package static func read(_ file: FileDescriptor, room: Int) throws(KernelError) -> [UInt8] {
    try read(file, room: room, named: "descriptor \(file.rawValue)")
  }

  /// The same, with the name of the file as the error has it.
  static func read(
    _ file: FileDescriptor, room: Int, named name: @autoclosure () -> String
  ) throws(KernelError) -> [UInt8] {
    try callForBytes("read \(name())", room: room, retryOnInterrupt: true) {
      Glibc.read(file.rawValue, $0.baseAddress, $0.count)
    }
  }

  /// Opens /dev/null for reading.
  ///
  /// - Throws: what open(2) said, where /dev is not as it should be.
  package static func null() throws(KernelError) -> FileDescriptor {
    try open("/dev/null", O_RDONLY)
  }

  /// Opens a file. See open(2).
  ///
  /// - Parameters:
  ///   - flags: beside O_CLOEXEC, which every one has.
  ///   - mode: of a file that is made, before the umask takes bits away.
  ///   - verb: what it is opened for, as the error says it.
  static func open(
    _ path: FilePath, _ flags: Int32, mode: mode_t = 0, verb: StaticString = "open"
  ) throws(KernelError) -> FileDescriptor {
    FileDescriptor(
      rawValue: try call("\(verb) \(path)", retryOnInterrupt: true) {
        path.withPlatformString { Glibc.open($0, flags | O_CLOEXEC, mode) }
      })
  }

  /// Whether a descriptor is a terminal. See isatty(3).
  package static func isTerminal(_ file: FileDescriptor) -> Bool { isatty(file.rawValue) == 1 }
}
