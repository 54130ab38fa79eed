import Glibc

/// A terminal with a program in it, and somebody who types.
///
/// The program leads a session of its own, whose controlling terminal this is. Its files (history,
/// rc) are in a folder that goes with it. Whoever waits reads until what is waited for is on the
/// screen; after a generous time the wait fails and shows the screen.
package final class PseudoTerminal {
  /// Something did not come.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package private(set) var screen: Screen
  /// Everything that was written to the terminal.
  package private(set) var output: [UInt8] = []
  package let pid: pid_t
  /// The home of the program, unless the test gives another.
  package let home: TemporaryFolder
  private var master: Int32
  private var ending: Int32?

  /// How long a wait may take. Nothing depends on it but the end of a failing test.
  private static let patience = 120.0

  /// Starts a program, found along PATH.
  ///
  /// - Parameter environment: changes what tests find in their environment (TERM is
  ///   `xterm-256color` here, HOME a folder of its own); nil takes a variable away.
  package init(
    _ words: [String], rows: Int = 24, columns: Int = 80, environment: [String: String?] = [:],
    home: TemporaryFolder = TemporaryFolder(), kind: Screen.Kind = .cutting
  ) throws {
    self.home = home
    screen = Screen(rows: rows, columns: columns, kind: kind)
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    // TIOCSPTLCK and TIOCGPTN, which are no constants that Swift sees. See ioctl_tty(2).
    var lock: Int32 = 0
    var number: Int32 = 0
    guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0,
      ioctl(master, 0x8004_5430, &number) == 0
    else { throw Failure(description: "no pseudo-terminal: errno \(errno)") }
    var variables = Spawning.environment
    variables["TERM"] = "xterm-256color"
    variables["HOME"] = home.path
    for (name, value) in environment { variables[name] = value }
    Self.setSize(master, rows, columns)
    let file = (path: "/dev/pts/\(number)", flags: O_RDWR)
    let (pid, error) = Spawning.start(
      words, environment: variables, files: [file, file, file], isLeader: true)
    self.pid = pid
    guard error == 0 else { throw Failure(description: "could not start \(words[0]): \(error)") }
  }

  /// Starts cloche; without arguments at its prompt.
  package static func cloche(
    _ arguments: String..., rows: Int = 24, columns: Int = 80,
    environment: [String: String?] = [:], home: TemporaryFolder = TemporaryFolder()
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      [Cloche.path] + arguments, rows: rows, columns: columns, environment: environment, home: home)
  }

  deinit {
    if ending == nil {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    if master >= 0 { close(master) }
  }

  // MARK: - Typing

  /// Types a text; Enter is "\r".
  package func type(_ text: String) throws { try type(Array(text.utf8)) }

  /// Types bytes as fast as they are taken, and reads what comes meanwhile.
  package func type(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    let deadline = Self.now + Self.patience
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
      if count > 0 {
        rest.removeFirst(count)
        continue
      }
      guard errno == EAGAIN || errno == EINTR, Self.now < deadline else {
        throw failure("\(rest.count) bytes were not taken")
      }
      look(until: deadline, orWritable: true)
    }
  }

  /// Pastes a text: marked where the program has asked for that.
  package func paste(_ text: String) throws {
    try type(screen.hasBracketedPaste ? "\u{1b}[200~\(text)\u{1b}[201~" : text)
  }

  /// Takes the terminal away, as a closed window does; the status that the program ends with.
  package func hangUp() throws -> Int32 {
    close(master)
    master = -1
    return try waitForEnd()
  }

  package func send(_ signal: Int32) { kill(pid, signal) }

  package func resize(rows: Int, columns: Int) {
    screen.resize(rows: rows, columns: columns)
    Self.setSize(master, rows, columns)
  }

  private static func setSize(_ master: Int32, _ rows: Int, _ columns: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  // MARK: - Waiting

  /// Reads until the screen is as wanted.
  package func wait(_ what: String, until isThere: (Screen) -> Bool) throws {
    let deadline = Self.now + Self.patience
    while !isThere(screen) {
      guard Self.now < deadline else { throw failure("there was no \(what)") }
      if !look(until: deadline), !isThere(screen) {
        throw failure("the program has gone, and there was no \(what)")
      }
    }
  }

  /// Reads until a text is on the screen.
  package func wait(for text: String) throws {
    try wait("`\(text)`") { screen in screen.lines.contains { $0.contains(text) } }
  }

  /// Reads until the line of the cursor ends with a text, the cursor right behind it. A text with a
  /// blank at its end is a prompt.
  package func wait(atCursor text: String) throws {
    try wait("cursor behind `\(text)`") { $0.lineToCursor.hasSuffix(text) }
  }

  /// Waits until a program, or who relays to it, takes each key as it comes. Nothing on the screen
  /// tells that.
  package func waitUntilRaw() throws {
    let deadline = Self.now + Self.patience
    while attributes.c_lflag & tcflag_t(ICANON) != 0 {
      guard Self.now < deadline else { throw failure("the terminal was not made raw") }
      look(until: min(deadline, Self.now + 0.02))
    }
  }

  /// Types a line and Enter, and waits for the prompt of the next.
  package func enter(_ line: String, prompt: String = "> ") throws {
    let before = screen.scrolledOff.count + screen.cursor.row
    try type(line + "\r")
    try wait("prompt after `\(line)`") { screen in
      screen.scrolledOff.count + screen.cursor.row > before && screen.lineToCursor.hasSuffix(prompt)
    }
  }

  /// Reads until the program has ended; its status as a shell has it.
  package func waitForEnd() throws -> Int32 {
    let status = try waitForState("end", 0)
    let code = status & 0x7f
    return code == 0 ? status >> 8 & 0xff : 128 + code
  }

  /// Reads until the program has been stopped by a signal, which is given.
  package func waitForStop() throws -> Int32 { try waitForState("stop", WUNTRACED) >> 8 & 0xff }

  private func waitForState(_ what: String, _ options: Int32) throws -> Int32 {
    let deadline = Self.now + Self.patience
    while true {
      var status: Int32 = 0
      if waitpid(pid, &status, WNOHANG | options) == pid {
        if status & 0xff != 0x7f { ending = status }
        while read() {}
        return status
      }
      guard Self.now < deadline else { throw failure("the program did not \(what)") }
      // What is written until then must be read, or the program waits for us.
      look(until: min(deadline, Self.now + 0.02))
    }
  }

  // MARK: - The terminal

  /// Its settings. See termios(3).
  package var attributes: termios {
    var attributes = termios()
    tcgetattr(master, &attributes)
    return attributes
  }

  /// Lines are edited by the kernel and echoed, ^C sends a signal: what a program should leave.
  package var isCooked: Bool {
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return attributes.c_lflag & wanted == wanted
  }

  /// The process group in the foreground.
  package var foregroundGroup: pid_t { tcgetpgrp(master) }

  // MARK: - Reading

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Waits for something to read, and reads it; false when there will be no more.
  @discardableResult
  private func look(until deadline: Double, orWritable: Bool = false) -> Bool {
    let events = Int16(POLLIN) | (orWritable ? Int16(POLLOUT) : 0)
    var entry = pollfd(fd: master, events: events, revents: 0)
    let milliseconds = Int32(max(0, (deadline - Self.now) * 1000).rounded(.up))
    guard poll(&entry, 1, milliseconds) > 0 else { return true }
    if entry.revents & Int16(POLLIN) != 0 { return read() }
    return entry.revents & Int16(POLLHUP) == 0
  }

  /// Reads what is there; false when there is nothing.
  private func read() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += buffer[..<count]
    screen.write(buffer[..<count])
    let answers = screen.takeAnswers()
    if !answers.isEmpty {
      _ = answers.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
    }
    return true
  }

  private func failure(_ what: String) -> Failure {
    let frame = String(repeating: "-", count: screen.columns)
    let lines = screen.lines.enumerated().map { row, line in
      row == screen.cursor.row ? "\(line)   <- cursor in column \(screen.cursor.column)" : line
    }
    return Failure(description: "\(what)\n\(frame)\n\(lines.joined(separator: "\n"))\n\(frame)")
  }
}
