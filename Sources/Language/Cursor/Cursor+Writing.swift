extension Cursor {
  /// A value as it goes on with what was typed, which is the text from `start` on: the rest of it in
  /// the quotes that are open, which are closed where nothing is to be added to it.
  package func word(_ whole: Bytes, typed: ArraySlice<UInt8>, isFinal: Bool) -> Bytes {
    let rest = whole.dropFirst(value.count)
    switch quoting {
    case .bare:
      return typed
        + rest.indices.flatMap { index in
          let isFirst = index == rest.startIndex && typed.isEmpty
          return rest[index].needsEscape(first: isFirst)
            ? [UInt8(ascii: "\\"), rest[index]] : [rest[index]]
        }
    case .single:
      // Nothing stands for the quote itself: out of the quotes, and in again.
      return typed + rest.flatMap { $0 == UInt8(ascii: "'") ? Bytes("'\\''".utf8) : [$0] }
        + (isFinal ? [UInt8(ascii: "'")] : [])
    case .double:
      let special = [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$")]
      return typed + rest.flatMap { special.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
        + (isFinal ? [UInt8(ascii: "\"")] : [])
    }
  }
}

extension UInt8 {
  /// Outside of quotes a backslash must stand before it.
  fileprivate func needsEscape(first: Bool) -> Bool {
    switch self {
    case UInt8(ascii: "#"), UInt8(ascii: "~"), UInt8(ascii: "{"), UInt8(ascii: "}"): first
    default: !isBare || self < 0x20 || self == 0x7f
    }
  }
}
