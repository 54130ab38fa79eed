import Glibc
import SystemPackage

/// This program once more, as the leader of a session in a new pseudo-terminal. See pty(7).
package final class TerminalProcess {
  package let processID: Int32
  /// This end of it.
  package let terminal: PseudoTerminal
  private var status: WaitStatus?

  /// Starts it.
  ///
  /// - Parameters:
  ///   - arguments: its command line, with the name.
  ///   - original: whose settings the pseudo-terminal gets. Where there is none, the program reads
  ///     the standard input of this process instead.
  package init(arguments: [[UInt8]], like original: Terminal?) throws(KernelError) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0 else { throw KernelError("open /dev/ptmx", Errno(rawValue: errno)) }
    terminal = PseudoTerminal(FileDescriptor(rawValue: master))
    // TIOCSPTLCK and TIOCGPTN, see ioctl_tty(2).
    var lock: Int32 = 0
    var number: Int32 = 0
    guard ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      throw KernelError("unlock a pseudo-terminal", Errno(rawValue: errno))
    }
    terminal.imitate(original)
    processID = try Self.start(
      arguments, on: "/dev/pts/\(number)", keepsInput: original == nil)
  }

  private static func start(
    _ arguments: [[UInt8]], on terminal: String, keepsInput: Bool
  ) throws(KernelError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes its controlling one.
    for descriptor: Int32 in [1, 2] + (keepsInput ? [] : [0]) {
      posix_spawn_file_actions_addopen(&actions, descriptor, terminal, O_RDWR, 0)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID, which is no constant that Swift sees. See posix_spawn(3).
    posix_spawnattr_setflags(&attributes, 0x80)
    let words = arguments.map { $0.map { CChar(bitPattern: $0) } + [0] }
    var pid: pid_t = 0
    let copies = words.map { word in word.withUnsafeBufferPointer { $0.baseAddress.flatMap(strdup) }
    }
    defer { for copy in copies { free(copy) } }
    let error = posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, copies + [nil], environ)
    guard error == 0 else {
      throw KernelError("start cloche in a pseudo-terminal", Errno(rawValue: error))
    }
    return pid
  }

  package func send(_ signal: Signal) { _ = kill(processID, signal.number) }

  /// How it ended; nil while it runs.
  package func ended(waiting: Bool) -> WaitStatus? {
    if let status { return status }
    var raw: Int32 = 0
    while true {
      let result = waitpid(processID, &raw, waiting ? 0 : WNOHANG)
      if result == processID { break }
      guard result < 0, errno == EINTR else { return nil }
    }
    status = WaitStatus(rawValue: raw)
    return status
  }
}

extension WindowSize {
  /// Where no terminal tells one.
  package static var standard: WindowSize { WindowSize(rows: 24, columns: 80) }
}
