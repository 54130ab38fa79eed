import Glibc
import SystemPackage

/// How a terminal treats what is typed and shown. See termios(3).
typealias TerminalAttributes = termios

extension TerminalAttributes {
  /// Those of the terminal behind a descriptor.
  ///
  /// - Throws: ENOTTY where there is none.
  static func of(_ terminal: FileDescriptor) throws(KernelError) -> TerminalAttributes {
    var attributes = TerminalAttributes()
    try call("tcgetattr", retryOnInterrupt: false) { tcgetattr(terminal.rawValue, &attributes) }
    return attributes
  }

  /// Gives them to a terminal.
  ///
  /// - Parameter moment: TCSANOW, or TCSADRAIN: once everything has been shown.
  func set(of terminal: FileDescriptor, _ moment: Int32) throws(KernelError) {
    var attributes = self
    try call("tcsetattr", retryOnInterrupt: true) {
      tcsetattr(terminal.rawValue, moment, &attributes)
    }
  }

  /// Every byte is passed on as it is typed. See cfmakeraw(3).
  var raw: TerminalAttributes {
    var attributes = self
    cfmakeraw(&attributes)
    return attributes
  }

  /// What is typed is read line by line.
  var isByLine: Bool { c_lflag & tcflag_t(ICANON) != 0 }
  /// Some keys are signals.
  var sendsSignals: Bool { c_lflag & tcflag_t(ISIG) != 0 }

  /// The byte of a key.
  ///
  /// - Parameter index: VINTR, VEOF and so on.
  func key(_ index: Int32) -> UInt8 { withUnsafeBytes(of: c_cc) { $0[Int(index)] } }
}
