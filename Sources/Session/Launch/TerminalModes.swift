/// What a terminal's output has switched on, so that it can be switched off when the program that
/// did it is gone. See console_codes(4) and the private modes of xterm.
struct TerminalModes {
  /// Those that a prompt would suffer from, beyond the cursor: cursor keys, the alternate screens,
  /// the mouse and the focus, and bracketed paste.
  private static let watched: Set<Int> = [
    1, 47, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1049, 2004,
  ]

  private var isOn: Set<Int> = []
  private var cursorIsHidden = false
  private var keypadIsOn = false
  private var isDrawing = false
  private var hasAttributes = false
  /// The beginning of a sequence that goes on in the next piece of output.
  private var open: [UInt8] = []

  /// Takes note of output, which may begin and end inside a sequence.
  mutating func note(_ output: UnsafeRawBufferPointer) {
    var index = output.startIndex
    while index < output.endIndex {
      if open.isEmpty {
        guard let next = output[index...].firstIndex(of: 0x1b) else { return }
        open = [0x1b]
        index = next + 1
      } else {
        open.append(output[index])
        index += 1
        // Nothing of what is watched for is longer.
        if isComplete() || open.count > 64 { open = [] }
      }
    }
  }

  /// Whether the sequence ends here; then it has been taken note of.
  private mutating func isComplete() -> Bool {
    guard open.count > 1, let last = open.last else { return false }
    switch open[1] {
    case UInt8(ascii: "["):
      guard open.count > 2, (0x40...0x7e).contains(last) else { return false }
      noteControl(last)
    case UInt8(ascii: "="): keypadIsOn = true
    case UInt8(ascii: ">"): keypadIsOn = false
    case UInt8(ascii: "("):
      guard open.count > 2 else { return false }
      isDrawing = last == UInt8(ascii: "0")
    default: break
    }
    return true
  }

  private mutating func noteControl(_ final: UInt8) {
    let parameters = open[2..<open.count - 1]
    if final == UInt8(ascii: "m") {
      hasAttributes = !parameters.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ";") }
      return
    }
    guard parameters.first == UInt8(ascii: "?"),
      final == UInt8(ascii: "h") || final == UInt8(ascii: "l")
    else { return }
    let isSet = final == UInt8(ascii: "h")
    for number in parameters.dropFirst().split(separator: UInt8(ascii: ";")) {
      guard let mode = Int(String(decoding: number, as: UTF8.self)) else { continue }
      if mode == 25 {
        cursorIsHidden = !isSet
      } else if Self.watched.contains(mode) {
        if isSet { isOn.insert(mode) } else { isOn.remove(mode) }
      }
    }
  }

  /// What puts the terminal right again; nothing where nothing is wrong.
  var restoring: String {
    // Out of the alternate screen first: the rest belongs to the one that is left.
    var text = isOn.sorted(by: >).map { "\u{1b}[?\($0)l" }.joined()
    if cursorIsHidden { text += "\u{1b}[?25h" }
    if keypadIsOn { text += "\u{1b}>" }
    if isDrawing { text += "\u{1b}(B" }
    if hasAttributes { text += "\u{1b}[0m" }
    return text
  }

  /// For a program that nobody listened to and that was killed: what does no harm where nothing is
  /// wrong. Unlike 1049, mode 1047 leaves the cursor where it is.
  static let restoringAnything =
    "\u{1b}[?1047l\u{1b}[?1006l\u{1b}[?1003l\u{1b}[?1002l\u{1b}[?1000l\u{1b}[?2004l\u{1b}[?1l"
    + "\u{1b}[?25h\u{1b}>\u{1b}(B\u{1b}[0m"
}
