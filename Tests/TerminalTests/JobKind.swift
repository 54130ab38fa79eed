import TestSupport
import Testing

/// The ways in which a program can be connected with a terminal.
enum JobKind: String, CaseIterable, CustomTestStringConvertible {
  case own
  case ownWithoutInit = "init off"
  case ownInPIDNamespace = "ns user pid"
  case share = "tty share"
  case shareWithInit = "tty share; init on"
  case shareInPIDNamespace = "tty share; ns user pid"

  static let own3: [JobKind] = [.own, .ownWithoutInit, .ownInPIDNamespace]

  var isOwn: Bool { Self.own3.contains(self) }
  var testDescription: String { rawValue }

  /// The kernel keeps SIGTSTP from who leads a session, so that cloche sends another.
  var stopName: String { self == .ownWithoutInit ? "SIGSTOP" : "SIGTSTP" }
  var stopStatus: Int32 { self == .ownWithoutInit ? 147 : 148 }

  /// Cloche at its prompt, with a context of this kind.
  func prompt(
    rows: Int = 24, columns: Int = 80, home: TemporaryFolder = TemporaryFolder()
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal.prompt(rows: rows, columns: columns, home: home)
    if self != .own { try terminal.enter(rawValue) }
    return terminal
  }
}

extension PseudoTerminal {
  /// Types a command whose program says `ready`, on a line of its own, when it is so far.
  func start(_ command: String) throws {
    let before = screen.transcript.count { $0.hasSuffix("ready") && !$0.contains("> ") }
    try type("\(command)\r")
    try wait("the program") { screen in
      screen.transcript.count { $0.hasSuffix("ready") && !$0.contains("> ") } > before
    }
  }

  /// Waits for a prompt that begins its line and says this status.
  func wait(forPromptWith status: Int32) throws {
    try wait("prompt with \(status)") { screen in
      screen.lineToCursor.hasPrefix("cloche") && screen.lineToCursor.hasSuffix(" (\(status))> ")
    }
  }

  /// Waits until a line is there.
  func wait(forLine line: String) throws {
    try wait("line `\(line)`") { $0.transcript.contains(line) }
  }
}
