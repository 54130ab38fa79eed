/// Short names to numbers, without making a string of the bytes that are looked up: a script may
/// have a million of them.
package struct NameTable: Sendable {
  /// One behind another; `ends` tells where each stops.
  private var letters: Bytes = []
  private var ends: [Int] = [0]
  private var values: [Int] = []
  /// By hash: the number of an entry plus one, 0 for none. A power of two long, half empty at least.
  private var slots: [Int]

  /// - Parameter capacity: names that fit.
  package init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// The names that are in it, in the order in which they came.
  package var keys: [String] {
    values.indices.map { String(decoding: letters[ends[$0]..<ends[$0 + 1]], as: UTF8.self) }
  }

  /// Adds a name that is not in the table yet.
  package mutating func insert(_ name: String, _ value: Int) {
    letters.append(contentsOf: name.utf8)
    let start = ends[values.count]
    ends.append(letters.count)
    values.append(value)
    var index = hash(letters[start...])
    while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = values.count
  }

  package subscript(name: ArraySlice<UInt8>) -> Int? {
    var index = hash(name)
    while slots[index] != 0 {
      let entry = slots[index] - 1
      if letters[ends[entry]..<ends[entry + 1]].elementsEqual(name) { return values[entry] }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  /// FNV-1a.
  private func hash(_ bytes: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash) & (slots.count - 1)
  }
}
