import CLaunch
import Glibc
import SystemPackage

/// The terminal behind this process: that of standard input, else of standard error or output. See
/// termios(3).
package struct Terminal: Sendable {
  private let attributes: TerminalAttributes
  /// Of the open files behind the standard descriptors, which may be three or one.
  private let flags: [Int32?]

  /// The standard descriptor that it is behind; standard input where there is no terminal.
  package static let descriptor: FileDescriptor =
    [.standardInput, .standardError, .standardOutput].first { Descriptors.isTerminal($0) }
    ?? .standardInput

  /// Saves how it is now; nil without a terminal.
  package static func saved() -> Terminal? {
    guard var attributes = try? TerminalAttributes.of(descriptor) else { return nil }
    cl_remember_terminal(descriptor.rawValue, &attributes)
    let flags = (Int32(0)...2).map { descriptor in
      try? call("fcntl F_GETFL", retryOnInterrupt: false) { fcntl(descriptor, F_GETFL) }
    }
    return Terminal(attributes: attributes, flags: flags)
  }

  private init(attributes: TerminalAttributes, flags: [Int32?]) {
    self.attributes = attributes
    self.flags = flags
  }

  /// Puts it back as it was saved, whatever a program has made of it.
  package func restore() {
    apply(to: Self.descriptor)
    for (descriptor, flags) in flags.enumerated() {
      guard let flags else { continue }
      _ = try? call("fcntl F_SETFL", retryOnInterrupt: false) {
        fcntl(Int32(descriptor), F_SETFL, flags)
      }
    }
  }

  /// Passes every byte on as it is typed, from the terminal that was saved here.
  package func makeRaw() { try? attributes.raw.set(of: Self.descriptor, TCSADRAIN) }

  /// Each line feed that is written gets a carriage return before it.
  package var addsReturns: Bool {
    let both = tcflag_t(OPOST | ONLCR)
    return attributes.c_oflag & both == both
  }

  /// Gives another terminal the saved settings.
  func apply(to terminal: FileDescriptor) { try? attributes.set(of: terminal, TCSADRAIN) }

  /// The process group in the foreground, or nil without a terminal.
  package static var foregroundGroup: Int32? {
    try? call("tcgetpgrp", retryOnInterrupt: false) { tcgetpgrp(descriptor.rawValue) }
  }

  /// Whether this process may read the terminal, and change it.
  package static var isOurs: Bool { foregroundGroup == getpgrp() }

  /// Returns once this process may change the terminal. In the background it is stopped, as whoever
  /// wants the terminal is there. See tcdrain(3).
  package static func awaitForeground() {
    _ = try? call("tcdrain", retryOnInterrupt: false) { tcdrain(descriptor.rawValue) }
  }

  /// Puts this process's group into the foreground. A background process may, while it blocks
  /// SIGTTOU.
  package static func takeForeground() { giveForeground(to: getpgrp()) }

  /// Puts this process's group into the foreground where that of a program is there that has ended. A
  /// shell in a pid namespace cannot give the terminal back: it does not see the group that had it.
  package static func takeForegroundFromEnded() {
    guard let group = foregroundGroup, group > 0, group != getpgrp() else { return }
    do throws(KernelError) {
      // Signal 0 only asks.
      try Signal(0).send(to: -group)
    } catch {
      if error.errno == .noSuchProcess { takeForeground() }
    }
  }

  /// Puts a process group of this session into the foreground.
  package static func giveForeground(to group: Int32) {
    _ = try? rawCall("tcsetpgrp", retryOnInterrupt: false) {
      cl_terminal_foreground(descriptor.rawValue, group)
    }
  }
}
