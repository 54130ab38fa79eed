import Language

/// Numbers with units, each exactly what was typed or refused: never clipped, never guessed.
package enum Quantity {
  /// A whole number.
  package static func count(
    _ argument: Argument, _ what: String, in range: ClosedRange<Int> = 0...Int.max
  ) throws(Diagnostic) -> Int {
    guard let number = try digits(argument.bytes[...], argument, what) else {
      throw malformed(argument, what, "a whole number")
    }
    return try check(number, argument, what, range) { String($0) }
  }

  /// A size in bytes: digits and one of K, M, G, T, powers of 1024; `0` needs no unit.
  package static func size(
    _ argument: Argument, _ what: String, in range: ClosedRange<Int> = 0...Int.max
  ) throws(Diagnostic) -> Int {
    if argument.matches("0") { return try check(0, argument, what, range, shown: sizeText) }
    guard let last = argument.bytes.last, let shift = sizeShift(last) else {
      let error = malformed(argument, what, "a size with a unit: K, M, G or T")
      if let written = asWrittenHere(argument.text) { throw error.fix("`\(written)`") }
      throw Int(argument.text).map { $0 > 0 } == true
        ? error.fix("`\(argument.text)M`? a bare number would leave the unit to guess") : error
    }
    guard let number = try digits(argument.bytes.dropLast(), argument, what) else {
      throw malformed(argument, what, "a size with a unit: K, M, G or T")
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
    guard !overflow else { throw tooLarge(argument, what) }
    return try check(bytes, argument, what, range, shown: sizeText)
  }

  /// A duration in nanoseconds: `250ms`, `5s`, `2m`, `1h`.
  package static func duration(_ argument: Argument, _ what: String) throws(Diagnostic) -> Int {
    let letters = argument.bytes.reversed().prefix { $0 >= UInt8(ascii: "a") }.reversed()
    let unit = String(decoding: Array(letters), as: UTF8.self)
    let factors = [
      "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
    ]
    guard let factor = factors[unit],
      let number = try digits(argument.bytes.dropLast(letters.count), argument, what)
    else { throw malformed(argument, what, "a duration: 250ms, 5s, 2m or 1h") }
    let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: factor)
    guard !overflow else { throw tooLarge(argument, what) }
    return nanoseconds
  }

  /// `10M` for `10m`, `10MB`, `10MiB` and their like.
  private static func asWrittenHere(_ text: String) -> String? {
    let number = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(number.count).uppercased()
    guard !number.isEmpty, let letter = unit.first, "KMGT".contains(letter),
      ["", "B", "I", "IB"].contains(String(unit.dropFirst()))
    else { return nil }
    return String(number) + String(letter)
  }

  /// A size as people write it: the largest unit that divides it.
  package static func sizeText(_ bytes: Int) -> String {
    if bytes == 0 { return "0" }
    for (shift, unit) in [(40, "T"), (30, "G"), (20, "M"), (10, "K")]
    where bytes % (1 << shift) == 0 {
      return "\(bytes >> shift)\(unit)"
    }
    return bytes == 1 ? "1 byte" : "\(bytes) bytes"
  }

  private static func sizeShift(_ unit: UInt8) -> Int? {
    switch unit {
    case UInt8(ascii: "K"): 10
    case UInt8(ascii: "M"): 20
    case UInt8(ascii: "G"): 30
    case UInt8(ascii: "T"): 40
    default: nil
    }
  }

  /// Decimal digits, or nil where it is something else; too many of them are an error.
  private static func digits(
    _ bytes: ArraySlice<UInt8>, _ argument: Argument, _ what: String
  ) throws(Diagnostic) -> Int? {
    guard !bytes.isEmpty, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    var number = 0
    for byte in bytes {
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte) - 0x30)
      if overflow || carry { throw tooLarge(argument, what) }
      number = sum
    }
    return number
  }

  private static func check(
    _ number: Int, _ argument: Argument, _ what: String, _ range: ClosedRange<Int>,
    shown: (Int) -> String
  ) throws(Diagnostic) -> Int {
    guard range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "at least \(shown(range.lowerBound))"
        : "from \(shown(range.lowerBound)) to \(shown(range.upperBound))"
      throw Diagnostic(
        .outOfRange, "`\(argument.displayed)` is out of range for \(what)", at: argument.span,
        label: bounds)
    }
    return number
  }

  private static func tooLarge(_ argument: Argument, _ what: String) -> Diagnostic {
    Diagnostic(
      .outOfRange, "`\(argument.displayed)` is out of range for \(what)", at: argument.span,
      label: "more than 64 bits hold")
  }

  /// A value that is not written the way it should.
  package static func malformed(_ argument: Argument, _ what: String, _ form: String) -> Diagnostic
  {
    if argument.bytes.first == UInt8(ascii: "-"), argument.bytes.dropFirst().allSatisfy(\.isDigit),
      argument.bytes.count > 1
    {
      return Diagnostic(
        .outOfRange, "`\(argument.displayed)` is out of range for \(what)", at: argument.span,
        label: "cannot be negative")
    }
    return Diagnostic(
      .badValue, "`\(argument.displayed)` is not \(what)", at: argument.span,
      label: "expected \(form)")
  }
}

extension ValueKind where Value == Int {
  /// Nanoseconds: `250ms`, `5s`, `2m`, `1h`.
  package static var duration: ValueKind {
    ValueKind { (word) throws(Diagnostic) in try Quantity.duration(word, "a duration") }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
