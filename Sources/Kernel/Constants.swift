import Glibc

/// Names of a family of constants, as C has them. Kernel ABI: the values never change.
public struct Constants: Sendable, Equatable {
  let entries: [Entry]
  /// Flags are or-ed; other families name one value.
  public let areFlags: Bool

  struct Entry: Sendable, Equatable {
    let name: String
    let value: UInt64
  }

  init(flags: KeyValuePairs<String, UInt64>) {
    entries = flags.map { Entry(name: $0.key, value: $0.value) }
    areFlags = true
  }

  init(values: KeyValuePairs<String, UInt64>) {
    self.init(values: values.map { ($0.key, $0.value) })
  }

  public init(values: [(String, UInt64)]) {
    entries = values.map { Entry(name: $0.0, value: $0.1) }
    areFlags = false
  }

  public static func == (a: Constants, b: Constants) -> Bool { a.entries == b.entries }

  /// The value in C: `MS_REC|MS_PRIVATE`, `0` for no flag, a number where nothing fits.
  public func text(of value: UInt64) -> String {
    guard areFlags else {
      return entries.first { $0.value == value }?.name ?? "\(Int64(bitPattern: value))"
    }
    if value == 0 { return "0" }
    var rest = value
    var names: [String] = []
    for entry in entries where entry.value & rest == entry.value {
      names.append(entry.name)
      rest &= ~entry.value
    }
    if rest != 0 { names.append("0x" + String(rest, radix: 16)) }
    return names.joined(separator: "|")
  }
}
