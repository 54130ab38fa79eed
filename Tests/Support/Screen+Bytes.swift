extension Screen {
  /// What the bytes so far are the beginning of.
  enum State {
    case ground
    /// A character of UTF-8, and how many bytes are missing.
    case character([UInt8], Int)
    case escape([UInt8])
    /// After ESC [
    case control([UInt8])
    /// After ESC ] and the like, up to BEL or ESC \
    case string([UInt8])
  }

  /// Takes what a program wrote.
  package mutating func write(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { write(byte) }
  }

  private mutating func write(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte)
    case .character(let begun, let missing):
      guard byte & 0xc0 == 0x80 else {
        state = .ground
        put("\u{fffd}")
        return ground(byte)
      }
      let bytes = begun + [byte]
      if missing > 1 {
        state = .character(bytes, missing - 1)
      } else {
        state = .ground
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { put(scalar) }
      }
    case .escape(let begun): escape(begun, byte)
    case .control(let begun):
      if byte < 0x20 {
        // Controls act within a sequence too.
        controlCharacter(byte)
      } else if (0x40...0x7e).contains(byte) {
        state = .ground
        controlSequence(begun, byte)
      } else {
        state = .control(begun + [byte])
      }
    case .string(let begun):
      if byte == 0x07 || byte == UInt8(ascii: "\\") && begun.last == 0x1b {
        state = .ground
        let text = String(decoding: begun.filter { $0 != 0x1b }, as: UTF8.self)
        if text.hasPrefix("]0;") || text.hasPrefix("]2;") { title = String(text.dropFirst(3)) }
      } else {
        state = .string(begun + [byte])
      }
    }
  }

  private mutating func ground(_ byte: UInt8) {
    switch byte {
    case 0x1b: state = .escape([])
    case 0..<0x20, 0x7f: controlCharacter(byte)
    case 0x20..<0x7f: put(Unicode.Scalar(byte))
    case 0xc2..<0xe0: state = .character([byte], 1)
    case 0xe0..<0xf0: state = .character([byte], 2)
    case 0xf0..<0xf5: state = .character([byte], 3)
    default: put("\u{fffd}")
    }
  }

  private mutating func controlCharacter(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08:
      cursor.column = max(0, cursor.column - 1)
      wrapsNext = false
    case 0x09:
      cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
      wrapsNext = false
    case 0x0a, 0x0b, 0x0c: lineFeed()
    case 0x0d:
      cursor.column = 0
      wrapsNext = false
    case 0x1b: state = .escape([])
    default: break
    }
  }

  private mutating func escape(_ begun: [UInt8], _ byte: UInt8) {
    if (0x20...0x2f).contains(byte) {
      state = .escape(begun + [byte])
      return
    }
    state = .ground
    // A character set: all of ours are ASCII.
    guard begun.isEmpty else { return }
    switch byte {
    case UInt8(ascii: "["): state = .control([])
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      state = .string([byte])
    case UInt8(ascii: "7"): savedCursor = cursor
    case UInt8(ascii: "8"): cursor = savedCursor
    case UInt8(ascii: "M"): reverseLineFeed()
    case UInt8(ascii: "D"): lineFeed()
    case UInt8(ascii: "E"):
      cursor.column = 0
      lineFeed()
    case UInt8(ascii: "c"): self = Screen(rows: rows, columns: columns, kind: kind)
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "\\"): break
    default: unknown.append("ESC \(Unicode.Scalar(byte))")
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(of: scalar)
    guard width > 0 else { return combine(scalar) }
    if wrapsNext || cursor.column + width > columns {
      cells[cursor.row][columns - 1].continues = true
      cells[cursor.row][columns - 1].isPadding = !wrapsNext
      cursor.column = 0
      lineFeed()
    }
    cells[cursor.row][cursor.column] = Cell(text: String(scalar), style: style)
    if width == 2, cursor.column + 1 < columns {
      cells[cursor.row][cursor.column + 1] = Cell(text: "", style: style)
    }
    if cursor.column + width >= columns {
      cursor.column = columns - 1
      wrapsNext = true
    } else {
      cursor.column += width
    }
  }

  private mutating func combine(_ scalar: Unicode.Scalar) {
    var column = wrapsNext ? cursor.column : cursor.column - 1
    if column > 0, cells[cursor.row][column].text.isEmpty { column -= 1 }
    guard column >= 0 else { return }
    cells[cursor.row][column].text.unicodeScalars.append(scalar)
  }

  /// Not the program's own table, so that each checks the other.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
      0xfe30...0xfe6b, 0xff01...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff,
      0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }
}
