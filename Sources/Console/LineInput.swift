import Kernel
import Language

/// One line from standard input, byte by byte so that nothing behind it is taken.
enum LineInput {
  static func read() -> String? {
    var line: Bytes = []
    while let byte = try? Descriptors.read(.standardInput, room: 1), let first = byte.first {
      if first == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(first)
    }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }
}
