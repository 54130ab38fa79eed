/// A paste that is being read: what comes between the marks of a terminal. See "bracketed paste
/// mode" of xterm's control sequences.
struct Paste {
  private static let mark: [UInt8] = Array("\u{1b}[201~".utf8)

  private(set) var bytes: [UInt8] = []

  /// As much as may be read without reading behind the mark at the end.
  var room: Int {
    let begun = (1..<Self.mark.count).last { bytes.suffix($0) == Self.mark.prefix($0) }
    return Self.mark.count - (begun ?? 0)
  }

  /// Takes what was read; true at the end, with the mark gone.
  mutating func take(_ more: some Sequence<UInt8>) -> Bool {
    bytes += more
    guard bytes.suffix(Self.mark.count) == Self.mark[...] else { return false }
    bytes.removeLast(Self.mark.count)
    return true
  }

  /// Takes what was waiting behind the end, and gives back what was typed there.
  ///
  /// Not every terminal cleans what it pastes: a mark within the text would end the paste early,
  /// and have the rest typed and run. So what reaches up to another mark is pasted too.
  mutating func takeBehind(_ more: [UInt8]) -> [UInt8] {
    let length = Self.mark.count
    guard more.count >= length,
      let last = (0...more.count - length).last(where: {
        more[$0..<$0 + length] == Self.mark[...]
      })
    else { return more }
    bytes += more[..<last]
    return Array(more[(last + length)...])
  }

  /// The text for the line: one kind of line break, none at the end. Nil with a NUL, which no line
  /// can hold.
  var text: [UInt8]? {
    guard !bytes.contains(0) else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      // Terminals send CR for a line break.
      if byte == 0x0a, previous == 0x0d {
        previous = byte
        continue
      }
      text.append(byte == 0x0d ? 0x0a : byte)
      previous = byte
    }
    while text.last == 0x0a { text.removeLast() }
    return text
  }
}
