import Glibc
import SystemPackage

extension FilePath {
  /// A path of any bytes but NUL.
  package init(bytes: [UInt8]) {
    self = (bytes.prefix { $0 != 0 } + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CInterop.PlatformChar.self) {
        FilePath(platformString: Array($0))
      }
    }
  }
}

/// Files of /proc and /sys, and scripts: read whole.
package enum SmallFile {
  /// The whole content.
  ///
  /// - Parameter limit: bytes, beyond which it is refused with EFBIG.
  package static func read(_ path: FilePath, limit: Int = .max) throws(KernelError) -> [UInt8] {
    let file = try named("open \(path)") {
      try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    }
    defer { try? file.close() }
    return try read(file, named: path.string, limit: limit)
  }

  /// What is left to read from a descriptor.
  package static func read(
    _ file: FileDescriptor, named name: String, limit: Int = .max
  ) throws(KernelError) -> [UInt8] {
    var content: [UInt8] = []
    var room = 4096
    while true {
      let chunk = try SystemCallBuffer.read(file, room: room, named: name)
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

  /// One write of the whole content: files of the kernel take no second part.
  package static func write(_ content: [UInt8], to path: FilePath) throws(KernelError) {
    let file = try named("open \(path)") {
      try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
    }
    defer { try? file.close() }
    let written = try named("write \(path)") { try content.withUnsafeBytes { try file.write($0) } }
    if written != content.count { throw KernelError("write \(path)", .ioError) }
  }
}

/// Reading into a new array.
enum SystemCallBuffer {
  /// At most `room` bytes; none at the end.
  static func read(
    _ file: FileDescriptor, room: Int, named name: String
  ) throws(KernelError) -> [UInt8] {
    try named("read \(name)") {
      try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    }
  }
}

extension SmallFile {
  /// Whether what is read there can be read once more: not from a pipe or a terminal.
  package static func staysToRead(_ path: FilePath) -> Bool {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0 else { return true }
    return status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether there is surely nothing under a path.
  package static func isMissing(_ path: FilePath) -> Bool {
    do throws(KernelError) {
      let file = try named("open \(path)") {
        try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
      }
      try? file.close()
      return false
    } catch {
      return error.errno == .noSuchFileOrDirectory
    }
  }
}
