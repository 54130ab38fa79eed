import CLaunch
import Glibc
import SystemPackage

/// Cloche's end of a pseudo-terminal whose other end a sandbox has. See pty(7).
///
/// Owns the descriptor, which never blocks: a program that does not read must not stop cloche.
package final class PseudoTerminal: Sendable {
  package let descriptor: FileDescriptor
  /// The other end, held as well: a program that closes it, or hangs it up as getty(8) does, may
  /// open it again.
  let peer: FileDescriptor?

  /// Takes the descriptor over.
  init(_ descriptor: FileDescriptor) {
    self.descriptor = descriptor
    let number = descriptor.rawValue
    let peer = try? call("ioctl TIOCGPTPEER", retryOnInterrupt: true) {
      ioctl(number, UInt(DeviceControl.openPeer), O_RDWR | O_NOCTTY | O_CLOEXEC)
    }
    self.peer = peer.map { FileDescriptor(rawValue: $0) }
    let flags = try? call("fcntl F_GETFL", retryOnInterrupt: false) { fcntl(number, F_GETFL) }
    _ = try? call("fcntl F_SETFL", retryOnInterrupt: false) {
      fcntl(number, F_SETFL, (flags ?? 0) | O_NONBLOCK)
    }
  }

  deinit {
    try? descriptor.close()
    try? peer?.close()
  }

  /// Makes it as large as cloche's own, and gives it the same settings. Where cloche has none, what
  /// comes in is not typed: it is not echoed.
  package func imitate(_ terminal: Terminal?) {
    if let terminal {
      terminal.apply(to: descriptor)
    } else if var attributes = try? TerminalAttributes.of(descriptor) {
      attributes.c_lflag &= ~tcflag_t(ECHO)
      try? attributes.set(of: descriptor, TCSANOW)
    }
    takeSize()
  }

  /// Makes it as large as cloche's own, with the settings that a new terminal has.
  package func takeSize() {
    resize(to: WindowSize.current ?? WindowSize(rows: 24, columns: 80))
  }

  /// The programs inside get SIGWINCH if that is another size.
  package func resize(to size: WindowSize) {
    var native = winsize()
    native.ws_row = UInt16(clamping: size.rows)
    native.ws_col = UInt16(clamping: size.columns)
    _ = try? call("ioctl TIOCSWINSZ", retryOnInterrupt: false) {
      ioctl(descriptor.rawValue, UInt(TIOCSWINSZ), &native)
    }
  }

  /// What became of an attempt to read or to write.
  package enum Progress: Equatable {
    case bytes(Int)
    case notNow
    /// Nobody has the other end any more.
    case closed
  }

  /// Takes what programs inside have written.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Progress {
    progress { Glibc.read(descriptor.rawValue, buffer.baseAddress, buffer.count) }
  }

  /// Types for the programs inside.
  package func write(_ bytes: ArraySlice<UInt8>) -> Progress {
    progress {
      bytes.withUnsafeBytes { Glibc.write(descriptor.rawValue, $0.baseAddress, $0.count) }
    }
  }

  private func progress(_ body: () -> Int) -> Progress {
    do throws(KernelError) {
      let count = try call("pass bytes on", retryOnInterrupt: false, body)
      return count > 0 ? .bytes(count) : .closed
    } catch {
      return error.errno == .resourceTemporarilyUnavailable || error.errno == .interrupted
        ? .notNow : .closed
    }
  }

  /// The byte that means the end of input, in the mode that has one. See termios(3).
  package var endOfInput: UInt8? {
    guard let attributes = try? TerminalAttributes.of(descriptor), attributes.isByLine else {
      return nil
    }
    return attributes.key(VEOF)
  }

  /// The process group in the foreground inside, as seen from here.
  package var foregroundGroup: Int32? {
    let group = try? call("tcgetpgrp", retryOnInterrupt: false) { tcgetpgrp(descriptor.rawValue) }
    return group == 0 ? nil : group
  }

  /// Whether this byte, typed now, asks the foreground group to stop.
  package func stops(_ byte: UInt8) -> Bool {
    guard let attributes = try? TerminalAttributes.of(descriptor) else { return false }
    return attributes.sendsSignals && attributes.key(VSUSP) == byte
  }
}
