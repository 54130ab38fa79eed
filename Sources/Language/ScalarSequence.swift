/// Bytes as Unicode scalars, where a byte that is not part of valid UTF-8 is told apart instead of
/// being replaced. One rule for escaping, for columns and for display width.
package struct ScalarSequence: Sequence, IteratorProtocol {
  /// A scalar, or a byte that is part of none.
  package enum Element: Equatable {
    case scalar(Unicode.Scalar)
    case invalid(UInt8)
  }

  private let bytes: Bytes
  private var index: Int
  private let end: Int

  package init(_ bytes: Bytes, in range: Range<Int>? = nil) {
    self.bytes = bytes
    index = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  /// The offset of the next element.
  package var offset: Int { index }

  package mutating func next() -> Element? {
    guard index < end else { return nil }
    let first = bytes[index]
    let (length, minimum): (Int, UInt32) =
      switch first {
      case 0..<0x80: (1, 0)
      case 0xc2..<0xe0: (2, 0x80)
      case 0xe0..<0xf0: (3, 0x800)
      case 0xf0..<0xf5: (4, 0x10000)
      default: (0, 0)
      }
    if length == 1 {
      index += 1
      return .scalar(Unicode.Scalar(first))
    }
    guard length > 0, index + length <= end else { return invalid(first) }
    var value = UInt32(first) & (0x7f >> UInt32(length))
    for byte in bytes[index + 1..<index + length] {
      guard byte & 0xc0 == 0x80 else { return invalid(first) }
      value = value << 6 | UInt32(byte & 0x3f)
    }
    guard value >= minimum, let scalar = Unicode.Scalar(value) else { return invalid(first) }
    index += length
    return .scalar(scalar)
  }

  private mutating func invalid(_ byte: UInt8) -> Element {
    index += 1
    return .invalid(byte)
  }
}
