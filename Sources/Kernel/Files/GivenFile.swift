import Glibc
import SystemPackage

/// Texts that a user hands to cloche: files, pipes and terminals, none of which may hold it up.
package enum GivenFile {
  /// How much is read of what does not say its size, in bytes: a device may have no end.
  package static let streamLimit = 1 << 26

  /// Reads the whole content of a file. A pipe is waited for until nobody writes to it any more.
  ///
  /// - Parameters:
  ///   - limit: bytes.
  ///   - deadline: when waiting ends, on the clock of `Clock.monotonic`; nil for never.
  ///   - isStopped: asked when a signal was noted, whether that ends the waiting.
  /// - Throws: what opening or reading it said; EFBIG where it is too long, ETIMEDOUT at the deadline,
  ///   EINTR where it was stopped.
  package static func read(
    _ path: FilePath, limit: Int, deadline: Int? = nil, isStopped: () -> Bool = { false }
  ) throws(KernelError) -> [UInt8] {
    // Opening a FIFO would wait for somebody who writes.
    let file = try Descriptors.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    defer { try? file.close() }
    return try read(
      file, named: path.string, limit: limit, deadline: deadline, isStopped: isStopped)
  }

  /// The same for what is left to read from a descriptor.
  ///
  /// - Parameter name: of the file, as the error has it.
  package static func read(
    _ file: FileDescriptor, named name: String, limit: Int, deadline: Int? = nil,
    isStopped: () -> Bool = { false }
  ) throws(KernelError) -> [UInt8] {
    let status = try FileStatus.of(file)
    if status.isRegularFile || status.isDirectory {
      let rest = Int(status.st_size) - max(0, Int(lseek(file.rawValue, 0, SEEK_CUR)))
      if status.isRegularFile, rest > limit { throw tooLong(name, limit) }
      return try SmallFile.read(file, named: name, limit: limit)
    }
    let limit = min(limit, streamLimit)
    var content: [UInt8] = []
    while true {
      try waitForInput(file, name, deadline, isStopped)
      let chunk: [UInt8]
      do throws(KernelError) {
        chunk = try Descriptors.read(file, room: 1 << 16, named: name)
      } catch {
        // Somebody else has read it.
        if error.errno == .resourceTemporarilyUnavailable { continue }
        throw error
      }
      if chunk.isEmpty { return content }
      content += chunk
      if content.count > limit { throw tooLong(name, limit) }
    }
  }

  private static func waitForInput(
    _ file: FileDescriptor, _ name: String, _ deadline: Int?, _ isStopped: () -> Bool
  ) throws(KernelError) {
    while true {
      let rest = deadline.map { max(0, $0 - Clock.monotonic) }
      switch try Poll.wait(for: [file.rawValue], nanoseconds: rest) {
      case .ready: return
      case .timedOut: throw KernelError("read \(name)", .timedOut)
      case .interrupted: if isStopped() { throw KernelError("read \(name)", .interrupted) }
      }
    }
  }

  private static func tooLong(_ name: String, _ limit: Int) -> KernelError {
    KernelError("read more than \(limit >> 20) MiB of \(name)", .fileTooLarge)
  }
}
