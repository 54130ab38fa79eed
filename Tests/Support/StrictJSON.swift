/// A JSON document, read by the letter of RFC 8259: whatever is not JSON is refused.
package indirect enum StrictJSON: Equatable, Sendable {
  case null
  case bool(Bool)
  /// As it is written.
  case number(String)
  case string(String)
  case array([StrictJSON])
  /// In the order in which they are written; no name twice.
  case object([Member])

  package struct Member: Equatable, Sendable {
    package let name: String
    package let value: StrictJSON
  }

  package struct Malformed: Error, CustomStringConvertible {
    package let offset: Int
    package let expected: String
    package var description: String { "expected \(expected) at byte \(offset)" }
  }

  package init(_ bytes: [UInt8]) throws(Malformed) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  package init(_ text: String) throws(Malformed) { try self.init(Array(text.utf8)) }

  /// The names of an object's members, in their order.
  package var names: [String] {
    if case .object(let members) = self { members.map(\.name) } else { [] }
  }

  package var elements: [StrictJSON] {
    if case .array(let elements) = self { elements } else { [] }
  }

  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The number, where it is a whole one.
  package var whole: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }

  package subscript(name: String) -> StrictJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}

private struct JSONReader {
  private let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(StrictJSON.Malformed) -> StrictJSON {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw wrong("UTF-8") }
    let value = try value()
    skipBlanks()
    guard offset == bytes.count else { throw wrong("the end") }
    return value
  }

  private func wrong(_ expected: String) -> StrictJSON.Malformed {
    StrictJSON.Malformed(offset: offset, expected: expected)
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { offset += 1 }
  }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  private mutating func value() throws(StrictJSON.Malformed) -> StrictJSON {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw wrong("less depth") }
    skipBlanks()
    if take("null") { return .null }
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    if take("[") { return .array(try array()) }
    if take("{") { return .object(try object()) }
    if next == UInt8(ascii: "\"") { return .string(try string()) }
    return .number(try number())
  }

  private mutating func array() throws(StrictJSON.Malformed) -> [StrictJSON] {
    var elements: [StrictJSON] = []
    skipBlanks()
    if take("]") { return elements }
    while true {
      elements.append(try value())
      skipBlanks()
      if take("]") { return elements }
      guard take(",") else { throw wrong("`,` or `]`") }
    }
  }

  private mutating func object() throws(StrictJSON.Malformed) -> [StrictJSON.Member] {
    var members: [StrictJSON.Member] = []
    skipBlanks()
    if take("}") { return members }
    while true {
      skipBlanks()
      let name = try string()
      guard !members.contains(where: { $0.name == name }) else { throw wrong("another name") }
      skipBlanks()
      guard take(":") else { throw wrong("`:`") }
      members.append(StrictJSON.Member(name: name, value: try value()))
      skipBlanks()
      if take("}") { return members }
      guard take(",") else { throw wrong("`,` or `}`") }
    }
  }

  private mutating func string() throws(StrictJSON.Malformed) -> String {
    guard take("\"") else { throw wrong("a string") }
    var content: [UInt8] = []
    while let byte = next {
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return String(decoding: content, as: UTF8.self)
      }
      guard byte >= 0x20 else { throw wrong("no control character") }
      offset += 1
      guard byte == UInt8(ascii: "\\") else {
        content.append(byte)
        continue
      }
      content += try escaped()
    }
    throw wrong("`\"`")
  }

  private mutating func escaped() throws(StrictJSON.Malformed) -> [UInt8] {
    guard let letter = next else { throw wrong("an escape") }
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return try unicode()
    default: throw wrong("an escape")
    }
  }

  private mutating func unicode() throws(StrictJSON.Malformed) -> [UInt8] {
    var units = [try unit()]
    if UTF16.isLeadSurrogate(units[0]), take("\\u") { units.append(try unit()) }
    guard let text = String(validating: units, as: UTF16.self) else { throw wrong("a character") }
    return Array(text.utf8)
  }

  private mutating func unit() throws(StrictJSON.Malformed) -> UInt16 {
    let digits = bytes[offset...].prefix(4)
    let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard digits.count == 4, isHexadecimal,
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw wrong("four hexadecimal digits") }
    offset += 4
    return unit
  }

  private mutating func number() throws(StrictJSON.Malformed) -> String {
    let start = offset
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func digits() throws(StrictJSON.Malformed) {
    let start = offset
    while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
    guard offset > start else { throw wrong("a value") }
  }
}
