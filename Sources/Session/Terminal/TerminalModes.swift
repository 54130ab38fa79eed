/// What a terminal's output has switched on, so that it can be switched off when the program that
/// did it is gone. See console_codes(4) and the control sequences of xterm.
struct TerminalModes {
  /// Private modes that a prompt would suffer from: cursor keys, origin, the alternate screens, the
  /// mouse and the focus, and bracketed paste.
  private static let watched: Set<Int> = [
    1, 6, 47, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1049, 2004,
  ]
  /// Those that a prompt needs: lines that wrap, and the cursor.
  private static let wanted: Set<Int> = [7, 25]

  private var isOn: Set<Int> = []
  private var isOff: Set<Int> = []
  private var insertsText = false
  private var keypadIsOn = false
  private var isDrawing = false
  private var hasAttributes = false
  private var hasRegion = false
  /// Keys come as sequences of their own: xterm's modifyOtherKeys.
  private var reportsKeys = false
  /// The beginning of a sequence that goes on in the next piece of output.
  private var open: [UInt8] = []
  /// A title or the like has begun, which the terminal does not show.
  private var isInString = false

  /// Takes note of output, which may begin and end inside a sequence.
  mutating func note(_ output: UnsafeRawBufferPointer) {
    var index = output.startIndex
    while index < output.endIndex {
      if open.isEmpty {
        guard let next = output[index...].firstIndex(where: isOfInterest) else { return }
        index = next + 1
        begin(with: output[next])
      } else {
        goOn(with: output[index])
        index += 1
      }
    }
  }

  private func isOfInterest(_ byte: UInt8) -> Bool {
    byte == 0x1b || isInString && [0x07, 0x18, 0x1a].contains(byte)
  }

  private mutating func begin(with byte: UInt8) {
    isInString = false
    if byte == 0x1b { open = [byte] }
  }

  private mutating func goOn(with byte: UInt8) {
    switch byte {
    case 0x1b: open = [byte]
    case 0x18, 0x1a: open = []
    case ..<0x20: break  // Acts at once, in the middle of a sequence.
    default:
      open.append(byte)
      // Nothing of what is watched for is longer.
      if isComplete(byte) || open.count > 64 { open = [] }
    }
  }

  /// Whether the sequence ends here; then it has been taken note of.
  private mutating func isComplete(_ last: UInt8) -> Bool {
    switch open[1] {
    case UInt8(ascii: "["):
      guard open.count > 2, (0x40...0x7e).contains(last) else { return false }
      noteControl(last, open[2..<open.count - 1])
    case UInt8(ascii: "="): keypadIsOn = true
    case UInt8(ascii: ">"): keypadIsOn = false
    case UInt8(ascii: "c"): self = TerminalModes()
    case UInt8(ascii: "("):
      guard open.count > 2 else { return false }
      isDrawing = last == UInt8(ascii: "0")
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      isInString = true
    default: break
    }
    return true
  }

  private mutating func noteControl(_ final: UInt8, _ parameters: ArraySlice<UInt8>) {
    let text = String(decoding: parameters, as: UTF8.self)
    switch (text.first, Unicode.Scalar(final)) {
    case (">", "m"): reportsKeys = text.hasPrefix(">4;") && !text.hasSuffix(";0")
    case (_, "m"): hasAttributes = !text.allSatisfy { $0 == "0" || $0 == ";" }
    case (_, "r"): hasRegion = !text.isEmpty
    case ("?", "h"): setModes(text.dropFirst(), to: true)
    case ("?", "l"): setModes(text.dropFirst(), to: false)
    case ("4", "h"), ("4", "l"): insertsText = final == UInt8(ascii: "h")
    default: break
    }
  }

  private mutating func setModes(_ numbers: Substring, to isSet: Bool) {
    for mode in numbers.split(separator: ";").compactMap({ Int($0) }) {
      if Self.watched.contains(mode) {
        if isSet { isOn.insert(mode) } else { isOn.remove(mode) }
      } else if Self.wanted.contains(mode) {
        if isSet { isOff.remove(mode) } else { isOff.insert(mode) }
      }
    }
  }

  /// What puts the terminal right again; nothing where nothing is wrong.
  var restoring: String {
    var text = isInString || !open.isEmpty ? "\u{1b}\\" : ""
    // Out of the alternate screen first: the rest belongs to the one that is left.
    text += isOn.sorted(by: >).map { "\u{1b}[?\($0)l" }.joined()
    text += isOff.sorted().map { "\u{1b}[?\($0)h" }.joined()
    // Setting the region moves the cursor.
    if hasRegion { text += "\u{1b}7\u{1b}[r\u{1b}8" }
    if insertsText { text += "\u{1b}[4l" }
    if reportsKeys { text += "\u{1b}[>4;0m" }
    if keypadIsOn { text += "\u{1b}>" }
    if isDrawing { text += "\u{1b}(B" }
    if hasAttributes { text += "\u{1b}[0m" }
    return text
  }

  /// For a program that nobody listened to and that was killed: what does no harm where nothing is
  /// wrong. Unlike 1049, mode 1047 leaves the cursor where it is.
  static let restoringAnything =
    "\u{1b}\\\u{1b}[?1047l\u{1b}[?1006l\u{1b}[?1004l\u{1b}[?1003l\u{1b}[?1002l\u{1b}[?1000l"
    + "\u{1b}[?2004l\u{1b}[?1l\u{1b}[?7h\u{1b}[?25h\u{1b}7\u{1b}[r\u{1b}8\u{1b}[4l\u{1b}[>4;0m"
    + "\u{1b}>\u{1b}(B\u{1b}[0m"
}
