import Glibc
import SystemPackage

/// This program once more, as the leader of a session in a new pseudo-terminal, which is held at its
/// other end. See pty(7).
public final class TerminalProcess {
  public let processID: Int32
  private let master: FileDescriptor
  private var status: WaitStatus?

  /// Starts it.
  ///
  /// - Parameters:
  ///   - arguments: its command line, with the name.
  ///   - keepsInput: it reads the standard input of this process, not the pseudo-terminal.
  public init(arguments: [[UInt8]], size: WindowSize, keepsInput: Bool) throws(KernelError) {
    let number = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw KernelError("open /dev/ptmx", Errno(rawValue: errno)) }
    let master = FileDescriptor(rawValue: number)
    do throws(KernelError) {
      // TIOCSPTLCK and TIOCGPTN, see ioctl_tty(2).
      var lock: Int32 = 0
      var number: Int32 = 0
      guard ioctl(master.rawValue, 0x4004_5431, &lock) == 0,
        ioctl(master.rawValue, 0x8004_5430, &number) == 0
      else { throw KernelError("unlock a pseudo-terminal", Errno(rawValue: errno)) }
      Self.setSize(size, of: master)
      processID = try Self.start(arguments, on: "/dev/pts/\(number)", keepsInput: keepsInput)
    } catch {
      try? master.close()
      throw error
    }
    self.master = master
  }

  deinit { try? master.close() }

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

  /// For Poll.
  public var descriptor: Int32 { master.rawValue }

  public func setSize(_ size: WindowSize) { Self.setSize(size, of: master) }

  private static func setSize(_ size: WindowSize, of master: FileDescriptor) {
    var size = winsize(
      ws_row: UInt16(clamping: size.rows), ws_col: UInt16(clamping: size.columns), ws_xpixel: 0,
      ws_ypixel: 0)
    _ = ioctl(master.rawValue, UInt(TIOCSWINSZ), &size)
  }

  /// What was written to the terminal and not read yet; nothing where there is nothing now. Nil when
  /// nobody has it open any more.
  public func read() -> [UInt8]? {
    var isOver = false
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      let result = Glibc.read(master.rawValue, buffer.baseAddress, buffer.count)
      isOver = result == 0 || result < 0 && errno != EAGAIN && errno != EINTR
      count = max(0, result)
    }
    return isOver ? nil : bytes
  }

  /// Types into the terminal; how many bytes it took.
  public func write(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBytes { max(0, Glibc.write(master.rawValue, $0.baseAddress, $0.count)) }
  }

  public func send(_ signal: Signal) { _ = kill(processID, signal.number) }

  /// How it ended; nil while it runs.
  public func ended(waiting: Bool) -> WaitStatus? {
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

extension Terminal {
  /// Hands every key on as it is: what a terminal needs whose program is in another one behind it.
  public static func makeRaw() {
    var attributes = termios()
    guard tcgetattr(0, &attributes) == 0 else { return }
    cfmakeraw(&attributes)
    while tcsetattr(0, TCSADRAIN, &attributes) == -1, errno == EINTR {}
  }
}

extension WindowSize {
  /// Where no terminal tells one.
  public static var standard: WindowSize { WindowSize(rows: 24, columns: 80) }
}
