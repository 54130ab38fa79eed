import CLaunch
import SystemPackage

/// What a child tells of its launch and, where it is an init, of the program.
package enum LaunchMessage: Sendable {
  case failed(LaunchFailure)
  /// The program has a terminal of its own, and this is cloche's end of it.
  case terminal(PseudoTerminal)
  /// Everything but execve is done. The pid is the program's, as seen from here.
  case ready(pid: Int32)
  /// Told by an init that waits for the execve of its program, where that was asked for.
  case executed
  case exited(WaitStatus)
  case stopped(Signal)
  case continued
}

/// The step that the kernel refused.
package struct LaunchFailure: Error, Sendable {
  /// Its index in the plan's steps.
  package let step: Int
  package let errno: Errno
  /// For a refused execve: st_mode of the file, 0 where there is none. See inode(7).
  package let fileMode: UInt32
  /// The kernel's own words for a mount, the first bytes of the file for an execve.
  package let detail: [UInt8]

  package init(step: Int, errno: Errno, fileMode: UInt32 = 0, detail: [UInt8] = []) {
    self.step = step
    self.errno = errno
    self.fileMode = fileMode
    self.detail = detail
  }

  init(_ message: cl_message) {
    step = Int(message.step)
    errno = Errno(rawValue: message.error)
    fileMode = UInt32(bitPattern: message.status)
    let length = min(Int(message.detail_length), Int(CL_DETAIL))
    detail = withUnsafeBytes(of: message.detail) { Array($0.prefix(length)) }
  }
}
