import Glibc

/// The size of a terminal in characters. See ioctl_tty(2).
package struct WindowSize: Sendable, Equatable {
  package var rows: Int
  package var columns: Int

  /// Of the terminal behind standard error, output or input; nil where there is none.
  package static var current: WindowSize? {
    for descriptor: Int32 in [2, 1, 0] {
      var size = winsize()
      _ = try? call("ioctl TIOCGWINSZ", retryOnInterrupt: false) {
        ioctl(descriptor, UInt(TIOCGWINSZ), &size)
      }
      if size.ws_col > 0 {
        return WindowSize(rows: Int(size.ws_row), columns: Int(size.ws_col))
      }
    }
    return nil
  }
}
