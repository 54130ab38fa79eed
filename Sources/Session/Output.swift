import Kernel
import Language

/// Standard output: gathered for the length of a command, or captured into a variable.
package final class Output {
  private var pending: Bytes = []
  private var captures: [Bytes] = []
  /// The write that failed, once: the rest is dropped.
  package private(set) var failure: Errno?

  /// `$out` holds this much at most.
  package static let captureLimit = 1 << 20

  /// A `capture` is open.
  package var isCapturing: Bool { !captures.isEmpty }

  /// Writes a text.
  package func write(_ text: String) { write(Bytes(text.utf8)) }

  /// Writes bytes: to the innermost capture, else to standard output once there are enough.
  package func write(_ bytes: Bytes) {
    if captures.isEmpty {
      pending += bytes
      if pending.count >= 1 << 14 { flush() }
    } else {
      captures[captures.count - 1] += bytes
    }
  }

  /// Writes a text and a newline.
  package func writeLine(_ text: String) { write(text + "\n") }

  /// Writes out what was gathered. Called before anybody else may write to the same place.
  package func flush() {
    guard !pending.isEmpty else { return }
    let bytes = pending
    pending = []
    writeOut(bytes)
  }

  private func writeOut(_ bytes: Bytes, to file: FileDescriptor = .standardOutput) {
    guard !bytes.isEmpty, failure == nil else { return }
    do throws(KernelError) {
      try Descriptors.writeAll(bytes, to: file)
    } catch {
      failure = error.errno
    }
  }

  /// Writes what a program has written to its terminal, at once and past any capture.
  ///
  /// - Parameter file: where the terminal is, if that is not standard output.
  package func pass(_ bytes: Bytes, to file: FileDescriptor = .standardOutput) {
    flush()
    writeOut(bytes, to: file)
  }

  /// Keeps what is written from here on, until `endCapture`.
  package func beginCapture() { captures.append([]) }

  /// More was captured than a variable holds.
  package var captureIsFull: Bool { (captures.last?.count ?? 0) > Self.captureLimit }

  /// What was captured, without the newlines at its end.
  package func endCapture() -> Bytes {
    var bytes = captures.popLast() ?? []
    while bytes.last == 0x0a { bytes.removeLast() }
    return bytes
  }
}
