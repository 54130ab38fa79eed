import Kernel
import Language
import Presentation
import Session

/// A recording in the format "asciicast v2": a header, then a line for each event.
final class CastFile {
  private let file: FileDescriptor
  private let start = Clock.monotonic
  /// The beginning of a character whose rest has not come yet: text cannot be cut there.
  private var begun: Bytes = []
  /// The write that failed; the rest is dropped.
  private(set) var failure: KernelError?

  /// Makes the file. Throws EEXIST for one that is there: a recording is not made twice.
  init(_ path: Bytes, size: WindowSize, environment: (String) -> Bytes?) throws(KernelError) {
    file = try NewFile.open(FilePath(bytes: path))
    let variables = ["SHELL", "TERM"].compactMap { name in
      environment(name).map { (name, JSON.bytes($0)) }
    }
    write(
      .object([
        ("version", .number(2)), ("width", .number(size.columns)), ("height", .number(size.rows)),
        ("timestamp", .number(Clock.secondsSinceEpoch)), ("env", .object(variables)),
      ]))
  }

  /// What was written to the terminal.
  func output(_ bytes: Bytes) {
    let bytes = begun + bytes
    let end = bytes.count - Self.unfinished(bytes)
    begun = Bytes(bytes[end...])
    if end > 0 { event("o", String(decoding: bytes[..<end], as: UTF8.self)) }
  }

  func resize(_ size: WindowSize) { event("r", "\(size.columns)x\(size.rows)") }

  func close() {
    if !begun.isEmpty { event("o", String(decoding: begun, as: UTF8.self)) }
    try? file.close()
  }

  private func event(_ kind: String, _ text: String) {
    let microseconds = (Clock.monotonic - start) / 1000
    write(.array([.real(Double(microseconds) / 1e6), .string(kind), .string(text)]))
  }

  private func write(_ document: JSON) {
    guard failure == nil else { return }
    do throws(KernelError) {
      try Descriptors.writeAll(Bytes((document.text + "\n").utf8), to: file)
    } catch {
      failure = error
    }
  }

  /// How many bytes at the end are the beginning of a character.
  private static func unfinished(_ bytes: Bytes) -> Int {
    for (index, byte) in bytes.suffix(3).reversed().enumerated() where byte & 0xc0 != 0x80 {
      let length =
        switch byte {
        case 0xc2..<0xe0: 2
        case 0xe0..<0xf0: 3
        case 0xf0..<0xf5: 4
        default: 1
        }
      return length > index + 1 ? index + 1 : 0
    }
    return 0
  }
}
