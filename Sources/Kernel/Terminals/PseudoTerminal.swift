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
  let peer: Int32

  /// Takes the descriptor over.
  init(_ descriptor: FileDescriptor) {
    self.descriptor = descriptor
    peer = ioctl(descriptor.rawValue, UInt(DeviceControl.openPeer), O_RDWR | O_NOCTTY | O_CLOEXEC)
    let flags = fcntl(descriptor.rawValue, F_GETFL)
    _ = fcntl(descriptor.rawValue, F_SETFL, flags | O_NONBLOCK)
  }

  deinit {
    try? descriptor.close()
    if peer >= 0 { close(peer) }
  }

  /// Makes it as large as cloche's own, and gives it the same settings. Where cloche has none, what
  /// comes in is not typed: it is not echoed.
  package func imitate(_ terminal: Terminal?) {
    if let terminal {
      terminal.apply(to: descriptor.rawValue)
    } else {
      var attributes = termios()
      tcgetattr(descriptor.rawValue, &attributes)
      attributes.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(descriptor.rawValue, TCSANOW, &attributes)
    }
    resize(to: WindowSize.current ?? WindowSize(rows: 24, columns: 80))
  }

  /// The programs inside get SIGWINCH if that is another size.
  package func resize(to size: WindowSize) {
    var native = winsize()
    native.ws_row = UInt16(clamping: size.rows)
    native.ws_col = UInt16(clamping: size.columns)
    _ = ioctl(descriptor.rawValue, UInt(TIOCSWINSZ), &native)
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
    progress(Glibc.read(descriptor.rawValue, buffer.baseAddress, buffer.count))
  }

  /// Types for the programs inside.
  package func write(_ bytes: ArraySlice<UInt8>) -> Progress {
    bytes.withUnsafeBytes { progress(Glibc.write(descriptor.rawValue, $0.baseAddress, $0.count)) }
  }

  private func progress(_ result: Int) -> Progress {
    if result > 0 { return .bytes(result) }
    return result < 0 && (errno == EAGAIN || errno == EINTR) ? .notNow : .closed
  }

  /// The byte that means the end of input, in the mode that has one. See termios(3).
  package var endOfInput: UInt8? {
    var attributes = termios()
    guard tcgetattr(descriptor.rawValue, &attributes) == 0,
      attributes.c_lflag & tcflag_t(ICANON) != 0
    else { return nil }
    return attributes.c_cc.4
  }

  /// The process group in the foreground inside, as seen from here.
  package var foregroundGroup: Int32? {
    let group = tcgetpgrp(descriptor.rawValue)
    return group > 0 ? group : nil
  }

  /// Whether this byte, typed now, asks the foreground group to stop.
  package func stops(_ byte: UInt8) -> Bool {
    var attributes = termios()
    guard tcgetattr(descriptor.rawValue, &attributes) == 0 else { return false }
    return attributes.c_lflag & tcflag_t(ISIG) != 0 && attributes.c_cc.10 == byte
  }
}
