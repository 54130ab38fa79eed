import Glibc
import SystemPackage

/// Files of /proc and /sys, and scripts: read whole.
package enum SmallFile {
  /// Reads the whole content. See open(2) and read(2).
  ///
  /// - Parameter limit: bytes.
  /// - Throws: what opening or reading it said; EFBIG where it is longer than the limit.
  package static func read(_ path: FilePath, limit: Int = .max) throws(KernelError) -> [UInt8] {
    let file = try Descriptors.open(path, O_RDONLY)
    defer { try? file.close() }
    return try read(file, named: path.string, limit: limit)
  }

  /// Reads what is left to read from a descriptor.
  ///
  /// - Parameters:
  ///   - name: of the file, as the error has it.
  ///   - limit: bytes.
  /// - Throws: what reading it said; EFBIG where there is more than the limit.
  package static func read(
    _ file: FileDescriptor, named name: String, limit: Int = .max
  ) throws(KernelError) -> [UInt8] {
    var content: [UInt8] = []
    var room = 4096
    while true {
      let chunk = try Descriptors.read(file, room: room, named: name)
      if chunk.isEmpty { return content }
      content = content.isEmpty ? chunk : content + chunk
      if content.count > limit { throw KernelError("read \(name)", .fileTooLarge) }
      // Small files in one go, large ones without many copies.
      room = min(max(room, content.count * 4), 1 << 24)
    }
  }

  /// The content as text without the final newline, or nil where it cannot be read.
  package static func line(_ path: FilePath) -> String? {
    guard var content = try? read(path, limit: 1 << 20) else { return nil }
    if content.last == 0x0a { content.removeLast() }
    return String(decoding: content, as: UTF8.self)
  }

  /// The number that a sysctl holds.
  package static func number(_ path: FilePath) -> Int? { line(path).flatMap { Int($0) } }

  /// Writes the whole content at once: files of the kernel take no second part. See write(2).
  ///
  /// - Throws: what opening or writing it said; EIO where it took a part.
  package static func write(_ content: [UInt8], to path: FilePath) throws(KernelError) {
    let file = try Descriptors.open(path, O_WRONLY)
    defer { try? file.close() }
    let written = try call("write \(path)", retryOnInterrupt: true) {
      content.withUnsafeBytes { Glibc.write(file.rawValue, $0.baseAddress, $0.count) }
    }
    if written != content.count { throw KernelError("write \(path)", .ioError) }
  }

  /// Whether what is read there can be read once more: not from a pipe or a terminal.
  package static func staysToRead(_ path: FilePath) -> Bool {
    (try? FileStatus.of(path.bytes))?.isRegularFile ?? true
  }

  /// Whether there is surely nothing under a path: what cannot be looked at may be there.
  package static func isMissing(_ path: FilePath) -> Bool {
    do throws(KernelError) {
      let file = try Descriptors.open(path, O_RDONLY)
      try? file.close()
      return false
    } catch {
      return error.errno == .noSuchFileOrDirectory
    }
  }
}
