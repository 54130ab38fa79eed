/// Values as words of a script: what is written reads back as the same bytes. Only a carriage
/// return has no way to be written, see `canWrite`.
package enum ScriptText {
  /// A word that has this value, quoted only where it must be.
  package static func word(_ value: Bytes) -> Bytes {
    let isPlain =
      !value.isEmpty && value.allSatisfy { $0.isBare && $0 > 0x20 && $0 != 0x7f }
      && value.first != UInt8(ascii: "#") && value.first != UInt8(ascii: "~")
      && value != Bytes("{".utf8) && value != Bytes("}".utf8)
    if isPlain { return value }
    let quote = UInt8(ascii: "'")
    if !value.contains(quote), !value.contains(.newline) {
      return [quote] + value + [quote]
    }
    var quoted: Bytes = [UInt8(ascii: "\"")]
    for byte in value {
      switch byte {
      case .newline: quoted += Bytes("\\n".utf8)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"):
        quoted += [UInt8(ascii: "\\"), byte]
      default: quoted.append(byte)
      }
    }
    return quoted + [UInt8(ascii: "\"")]
  }

  /// Whether a script can hold a value: a carriage return is never part of a word, nor is a NUL.
  package static func canWrite(_ value: Bytes) -> Bool {
    !value.contains(.carriageReturn) && !value.contains(0)
  }

  /// A command of these words.
  package static func line(_ words: [Bytes]) -> Bytes {
    Bytes(words.map(word).joined(separator: [.space]))
  }
}
