import CLaunch
import Glibc

/// The controlling terminal of this process, behind standard input. See termios(3).
package struct Terminal: Sendable {
  private let attributes: termios
  /// Of the open files behind the standard descriptors, which may be three or one.
  private let flags: [Int32]

  /// Saves how it is now; nil where standard input is no terminal.
  package static func saved() -> Terminal? {
    var attributes = termios()
    guard tcgetattr(0, &attributes) == 0 else { return nil }
    cl_remember_terminal(&attributes)
    return Terminal(attributes: attributes, flags: (0...2).map { fcntl($0, F_GETFL) })
  }

  private init(attributes: termios, flags: [Int32]) {
    self.attributes = attributes
    self.flags = flags
  }

  /// Puts it back as it was saved, whatever a program has made of it.
  package func restore() {
    apply(to: 0)
    for (descriptor, flags) in flags.enumerated() where flags >= 0 {
      _ = fcntl(Int32(descriptor), F_SETFL, flags)
    }
  }

  /// Passes every byte on as it is typed, from the terminal that was saved here.
  package func makeRaw() {
    var attributes = attributes
    cfmakeraw(&attributes)
    Self.set(&attributes, of: 0)
  }

  /// Gives another terminal the saved settings.
  func apply(to descriptor: Int32) {
    var attributes = attributes
    Self.set(&attributes, of: descriptor)
  }

  private static func set(_ attributes: inout termios, of descriptor: Int32) {
    while tcsetattr(descriptor, TCSADRAIN, &attributes) == -1, errno == EINTR {}
  }

  /// The process group in the foreground, or nil without a terminal.
  package static var foregroundGroup: Int32? {
    let group = tcgetpgrp(0)
    return group < 0 ? nil : group
  }

  /// Whether this process may read the terminal, and change it.
  package static var isOurs: Bool { foregroundGroup == getpgrp() }

  /// Returns once this process may change the terminal. In the background it is stopped, as whoever
  /// wants the terminal is there. See tcdrain(3).
  package static func awaitForeground() { _ = tcdrain(0) }

  /// Puts this process's group into the foreground. A background process may, while it blocks
  /// SIGTTOU.
  package static func takeForeground() { giveForeground(to: getpgrp()) }

  /// Puts this process's group into the foreground where that of a program is there that has ended. A
  /// shell in a pid namespace cannot give the terminal back: it does not see the group that had it.
  package static func takeForegroundFromEnded() {
    guard let group = foregroundGroup, group > 0, group != getpgrp(), kill(-group, 0) == -1,
      errno == ESRCH
    else { return }
    takeForeground()
  }

  /// Puts a process group of this session into the foreground.
  package static func giveForeground(to group: Int32) { _ = cl_terminal_foreground(0, group) }
}
