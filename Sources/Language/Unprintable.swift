extension Unicode.Scalar {
  /// Would move the cursor, ring, or hide what follows: controls, and the bidirectional marks and
  /// invisible tags that make shown text differ from what runs.
  var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7f..<0xa0: true
    case 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x2069, 0xfeff, 0xfff9...0xfffb: true
    case 0xe0000...0xe007f: true
    default: false
    }
  }
}
