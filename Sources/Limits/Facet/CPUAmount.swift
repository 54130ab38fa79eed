import Language
import Sandbox

/// Amounts of CPU time.
enum CPUAmount {
  /// Thousandths of a CPU from `50%` or `1.5`.
  static func parse(_ word: Argument) throws(Diagnostic) -> Int {
    let what = "an amount of CPU time"
    let isPercent = word.bytes.last == UInt8(ascii: "%")
    let number = isPercent ? word.part(0..<word.bytes.count - 1) : word
    let parts = number.split(UInt8(ascii: "."))
    guard parts.count <= 2, let fraction = parts.count == 2 ? digits(parts[1]) : "0" else {
      throw Quantity.malformed(word, what, "50% or 1.5")
    }
    guard !parts[0].bytes.isEmpty, parts[0].bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Quantity.malformed(word, what, "50% or 1.5")
    }
    let whole = try Quantity.count(parts[0], what, in: 0...1_000_000)
    // A percentage may have a fraction too.
    let places = isPercent ? 1 : 3
    guard fraction.dropFirst(places).allSatisfy({ $0 == "0" }) else {
      throw Diagnostic(
        .outOfRange, "`\(word.displayed)` is out of range for \(what)", at: word.span,
        label: "in steps of 0.1%")
    }
    let padded = (fraction + "000").prefix(places)
    let thousandths = whole * (isPercent ? 10 : 1000) + (Int(padded) ?? 0)
    // The kernel takes no quota below a millisecond, in periods of a tenth of a second.
    guard thousandths >= 10 else {
      throw Diagnostic(
        .outOfRange, "`\(word.displayed)` is out of range for \(what)", at: word.span,
        label: "at least 1%")
    }
    return thousandths
  }

  private static func digits(_ word: Argument) -> String? {
    guard !word.bytes.isEmpty, word.bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return word.text
  }
}
