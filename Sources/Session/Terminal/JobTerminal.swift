import Kernel
import Language
import Sandbox

/// What a job has to do with terminals: the one of its own, at cloche's end, and what it left of
/// cloche's.
struct JobTerminal {
  /// Output is taken in pieces of this size, so that something else is looked at in between.
  static let pieceSize = 1 << 16
  /// A line in the background may take this long, in nanoseconds, before its beginning is shown.
  private static let lineTime = 50_000_000

  /// The program's own; nil without one, and once nobody can write to it.
  private(set) var own: PseudoTerminal?
  /// What is typed while it is in the foreground is for its terminal.
  var takesInput = false
  /// It has the keys once it wants to read its terminal, or to change it.
  let isDeferred: Bool
  /// Where the keys come from.
  let source: FileDescriptor
  /// Where what is written to it is shown.
  let screen: FileDescriptor
  /// The end of what was typed at its terminal.
  private var sent: Bytes = []
  /// Cloche's own terminal as a stopped program left it.
  var left: Terminal?
  /// When the line that it has begun is shown as it is, on the monotonic clock.
  private(set) var lineDeadline: Int?
  /// In the background: a line that it has begun to write.
  private var openLine: Bytes = []
  /// Cloche's terminal, in front of which it is shown, gives each line feed a carriage return as well.
  private let isDoubled: Bool
  /// A carriage return was read that may be the terminal's own.
  private var hasReturn = false
  /// What programs inside have changed about the terminal that shows their output.
  private var modes = TerminalModes()
  private let isOwned: Bool
  /// Cloche's terminal as it was at the launch.
  private let outer: Terminal?
  /// It was so for cloche, and not for a shell that edits a line in front of it.
  private let isOuterOurs: Bool

  /// - Parameters:
  ///   - plan: says whether the program gets a terminal of its own, and when it has the keys.
  ///   - isAsked: that it gets one was asked for, so that it stands for standard input and output.
  init(of plan: Plan, isAsked: Bool) {
    isOwned = plan.ownsTerminal
    isDeferred = plan.defersTerminal
    outer = isOwned ? Terminal.saved() : nil
    isOuterOurs = outer == nil || Terminal.isOurs
    let behind = isOwned && !isAsked ? Terminal.descriptor : .standardInput
    source = behind
    screen =
      isAsked || !isOwned || Descriptors.isTerminal(.standardOutput) ? .standardOutput : behind
    isDoubled = isDeferred && (outer?.addsReturns ?? false) && Descriptors.isTerminal(screen)
  }

  /// What is typed is passed on to a terminal of its own.
  var isRelayed: Bool { isOwned && takesInput }

  /// Takes the terminal that the child has made.
  mutating func open(_ terminal: PseudoTerminal) {
    own = terminal
    if isOuterOurs { terminal.imitate(outer) } else { terminal.takeSize() }
  }

  mutating func close() { own = nil }

  /// Takes note of what was typed at it.
  mutating func note(sent bytes: ArraySlice<UInt8>) {
    sent += bytes
    sent.removeFirst(max(0, sent.count - PseudoTerminal.mostUnread))
  }

  /// Takes what was typed at it and its programs have not read.
  mutating func takeUnread() -> Bytes {
    defer { sent = [] }
    return sent.isEmpty ? [] : own?.takeUnread(ofSent: sent) ?? []
  }

  /// A piece of what was written to it, as far as it is there.
  mutating func read() -> Bytes {
    guard let own else { return [] }
    var isClosed = false
    let bytes = Bytes(unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
      let room = UnsafeMutableRawBufferPointer(buffer)
      while count < room.count, !isClosed {
        switch own.read(into: .init(rebasing: room[count...])) {
        case .bytes(let length): count += length
        case .notNow: return
        case .closed: isClosed = true
        }
      }
    }
    if isClosed { close() }
    bytes.withUnsafeBytes { modes.note($0) }
    return isDoubled && !takesInput ? takeReturns(from: bytes) : takeReturn() + bytes
  }

  /// The bytes without the carriage returns that this terminal has added, since cloche's adds them once
  /// more. One at the end is kept for the next piece.
  private mutating func takeReturns(from bytes: Bytes) -> Bytes {
    let (carriageReturn, lineFeed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    var taken: Bytes = []
    taken.reserveCapacity(bytes.count + 1)
    for byte in bytes {
      if hasReturn, byte != lineFeed { taken.append(carriageReturn) }
      hasReturn = byte == carriageReturn
      if !hasReturn { taken.append(byte) }
    }
    return taken
  }

  /// The carriage return that was kept, where there is one: nothing has followed it.
  mutating func takeReturn() -> Bytes {
    defer { hasReturn = false }
    return hasReturn ? [UInt8(ascii: "\r")] : []
  }

  /// The whole lines among what was read and kept; the rest is kept for a while.
  mutating func takeLines(of bytes: Bytes) -> Bytes {
    let lines = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[...$0] } ?? []
    var whole: Bytes = []
    if !lines.isEmpty {
      whole = openLine + lines
      openLine = []
    }
    openLine += bytes[lines.endIndex...]
    return whole
  }

  /// The time of the line that it has begun starts now.
  mutating func startLineTime() { lineDeadline = Clock.deadline(after: Self.lineTime) }

  /// More of a line than is worth to be kept.
  var isLineTooLong: Bool { openLine.count > Self.pieceSize }

  /// The line that was begun; it is kept no longer.
  mutating func takeOpenLine() -> Bytes {
    lineDeadline = nil
    defer { openLine = [] }
    return openLine
  }

  /// What switches off what its programs have left switched on.
  mutating func takeRestoring() -> Bytes {
    defer { modes = TerminalModes() }
    return Bytes(modes.restoring.utf8)
  }
}
