/// Short names to numbers, without making a string of the bytes that are looked up: a script may
/// have a million of them.
public struct NameTable: Sendable {
  private var slots: [(name: Bytes, value: Int)?]
  private var count = 0

  public init() { slots = Array(repeating: nil, count: 256) }

  /// The names that are in it, in no order.
  public var keys: [String] { slots.compactMap { $0.map { String(decoding: $0.name, as: UTF8.self) } } }

  public mutating func insert(_ name: String, _ value: Int) {
    let bytes = Bytes(name.utf8)
    if count * 2 >= slots.count { grow() }
    var index = Self.hash(bytes[...]) & (slots.count - 1)
    while let slot = slots[index], slot.name != bytes { index = (index + 1) & (slots.count - 1) }
    if slots[index] == nil { count += 1 }
    slots[index] = (bytes, value)
  }

  public subscript(name: ArraySlice<UInt8>) -> Int? {
    var index = Self.hash(name) & (slots.count - 1)
    while let slot = slots[index] {
      if slot.name.elementsEqual(name) { return slot.value }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: nil, count: old.count * 2)
    count = 0
    for case let slot? in old { insert(String(decoding: slot.name, as: UTF8.self), slot.value) }
  }

  /// FNV-1a.
  private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash & 0x7fff_ffff)
  }
}
