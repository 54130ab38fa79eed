import Glibc
import TestSupport

/// The program at its prompt, on a pseudo-terminal of its own, typed to by a test.
final class Prompt {
  struct Failure: Error { let message: String }

  /// TIOCSPTLCK and TIOCGPTN: the functions that make them are shown to X/Open C only.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  private let terminal: Int32
  private let pid: pid_t
  private(set) var status: Int32?

  /// - Parameter asNobody: as an ordinary user, which needs root.
  init(asNobody: Bool = false) throws {
    terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number): (Int32, UInt32) = (0, 0)
    guard terminal >= 0, ioctl(terminal, Self.setLock, &locked) == 0,
      ioctl(terminal, Self.getNumber, &number) == 0
    else { throw Failure(message: "no pseudo-terminal: errno \(errno)") }
    // Wide enough for every line of a text to stay one.
    var size = winsize(ws_row: 40, ws_col: 250, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens is its own.
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    pid = try Finished.spawn(
      Cloche.words(["--norc", "--no-history"], asNobody: asNobody), actions: &actions,
      inSession: true)
  }

  deinit {
    close(terminal)
    if status == nil {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
  }

  static func isPrompted(_ line: Substring) -> Bool {
    line.hasPrefix("cloche") && line.contains("> ")
  }

  /// What was typed in a line with a prompt.
  static func entry(in line: Substring) -> String {
    let end = line.firstRange(of: "> ")?.upperBound ?? line.startIndex
    return String(line[end...])
  }

  /// Waits for the prompt and enters a line; what was shown up to then.
  func enter(_ line: String) throws -> String {
    var shown: [UInt8] = []
    while !Self.endsInPrompt(shown) {
      guard let more = try read() else {
        throw Failure(message: "ended before `\(line)`: \(Self.text(shown))")
      }
      shown += more
    }
    let bytes = Array((line + "\n").utf8)
    guard write(terminal, bytes, bytes.count) == bytes.count else {
      throw Failure(message: "could not type: errno \(errno)")
    }
    return Self.text(shown)
  }

  /// What is shown until the program has ended.
  func rest() throws -> String {
    var shown: [UInt8] = []
    while let more = try read() { shown += more }
    var ended: Int32 = 0
    waitpid(pid, &ended, 0)
    status = ended
    return Self.text(shown)
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  private static func endsInPrompt(_ bytes: [UInt8]) -> Bool {
    let line = text(bytes).split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return line.hasPrefix("cloche") && line.hasSuffix("> ")
  }

  /// The next bytes; nil at the end, which a terminal reports as EIO. The time is for what hangs.
  private func read() throws -> [UInt8]? {
    var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 60_000) == 1 else {
      throw Failure(message: "nothing was shown for a minute")
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(terminal, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : nil
  }
}
