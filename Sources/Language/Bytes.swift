/// Text as the kernel sees it: a path that is not UTF-8 stays what it is.
///
/// Swift's `String` would repair invalid UTF-8, fold CR LF into one character and compare
/// canonically equivalent names as equal, so nothing that reaches the kernel passes through it.
package typealias Bytes = [UInt8]

extension UInt8 {
  static var tab: UInt8 { 0x09 }
  static var newline: UInt8 { 0x0a }
  static var carriageReturn: UInt8 { 0x0d }
  static var escape: UInt8 { 0x1b }
  static var space: UInt8 { 0x20 }

  /// A blank separates words. See docs/language.md, section 2.
  var isBlank: Bool { self == .space || self == .tab }

  /// May stand in a word without quotes.
  @inline(__always)
  var isBare: Bool {
    switch self {
    case 0, .space, .tab, .newline, .carriageReturn: false
    case UInt8(ascii: ";"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"): false
    case UInt8(ascii: "$"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "`"): false
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"): false
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): false
    default: true
    }
  }

  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  var isLowercase: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }

  /// `[A-Za-z_]`
  var isNameStart: Bool {
    let folded = self | 0x20
    return (folded >= UInt8(ascii: "a") && folded <= UInt8(ascii: "z")) || self == UInt8(ascii: "_")
  }

  /// `[A-Za-z0-9_]`
  var isNamePart: Bool { isNameStart || isDigit }
}

extension Collection<UInt8> {
  /// `[A-Za-z_][A-Za-z0-9_]*`, the names of variables and definitions.
  package var isName: Bool {
    guard let first, first.isNameStart else { return false }
    return dropFirst().allSatisfy(\.isNamePart)
  }

  /// `[a-z][a-z0-9-]*` or `!`, the names of commands.
  package var isCommandName: Bool {
    guard let first else { return false }
    if first == UInt8(ascii: "!") { return count == 1 }
    return first.isLowercase
      && dropFirst().allSatisfy { $0.isLowercase || $0.isDigit || $0 == UInt8(ascii: "-") }
  }
}

extension Bytes {
  /// Of the mark that some editors put before a text.
  var byteOrderMarkLength: Int { starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0 }
}

extension Sequence<UInt8> {
  /// The bytes as they may be shown to a person: what is not printable is escaped, so that a file
  /// name or a child's output can never drive the terminal.
  package var displayed: String {
    var text = ""
    for scalar in ScalarSequence(Bytes(self)) {
      switch scalar {
      case .scalar(let value): value.appendDisplayed(to: &text)
      case .invalid(let byte): text += "\\x" + byte.hexadecimal
      }
    }
    return text
  }
}

extension UInt8 {
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}

extension Unicode.Scalar {
  fileprivate func appendDisplayed(to text: inout String) {
    switch value {
    case 0x0a: text += "\\n"
    case 0x09: text += "\\t"
    case 0x0d: text += "\\r"
    case 0x1b: text += "\\e"
    case _ where isUnprintable: text += "\\u{" + String(value, radix: 16) + "}"
    default: text.unicodeScalars.append(self)
    }
  }
}
