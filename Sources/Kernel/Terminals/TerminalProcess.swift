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
    let master = try Descriptors.open("/dev/ptmx", O_RDWR | O_NOCTTY)
    terminal = PseudoTerminal(master)
    // TIOCSPTLCK and TIOCGPTN, see ioctl_tty(2).
    var lock: Int32 = 0
    var number: Int32 = 0
    try call("unlock a pseudo-terminal", retryOnInterrupt: false) {
      ioctl(master.rawValue, 0x4004_5431, &lock)
    }
    try call("unlock a pseudo-terminal", retryOnInterrupt: false) {
      ioctl(master.rawValue, 0x8004_5430, &number)
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
    // It answers with the errno itself.
    try rawCall("start cloche in a pseudo-terminal", retryOnInterrupt: false) {
      -posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, copies + [nil], environ)
    }
    return pid
  }

  /// Sends it a signal; that it has ended is no error.
  package func send(_ signal: Signal) { try? signal.send(to: processID) }

  /// How it ended; nil while it runs.
  package func ended(waiting: Bool) -> WaitStatus? {
    if let status { return status }
    let change = try? WaitStatus.change(
      of: processID, options: waiting ? 0 : WNOHANG, retryOnInterrupt: true)
    status = change.map { WaitStatus(rawValue: $0) }
    return status
  }
}

extension WindowSize {
  /// Where no terminal tells one.
  package static var standard: WindowSize { WindowSize(rows: 24, columns: 80) }
}
