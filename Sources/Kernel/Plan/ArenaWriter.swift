/// Lays out strings, vectors and structures one after another, and notes where addresses go once
/// the memory is at its final place.
struct ArenaWriter {
  enum Relocation {
    /// A step's argument is the address of an offset.
    case step(_ index: Int, _ place: Int, _ offset: Int)
    /// A word in the arena is the address of an offset.
    case arena(_ location: Int, _ offset: Int)
    /// A word in the arena is the address of a cell.
    case cell(_ location: Int, _ cell: Cell)
  }

  private(set) var bytes: [UInt8] = []
  var relocations: [Relocation] = []

  init() { bytes.reserveCapacity(4096) }

  /// Stores what an operand points at; its offset.
  mutating func write(_ operand: Operand) -> Int {
    switch operand {
    case .text(let text):
      let offset = align()
      bytes += text
      bytes.append(0)
      return offset
    case .data(let data):
      let offset = align()
      bytes += data
      return offset
    case .room(let size):
      let offset = align()
      append(zeros: size)
      return offset
    case .ids(let ids):
      let offset = align()
      for id in ids { append(id) }
      return offset
    case .vector(let strings), .environment(let strings): return write(vector: strings)
    case .structure(let structure): return write(structure)
    case .null, .number, .mode, .constant, .opaque, .cell, .upper, .address: return 0
    }
  }

  private mutating func write(vector strings: [[UInt8]]) -> Int {
    let offset = align()
    append(zeros: (strings.count + 1) * 8)
    for (index, string) in strings.enumerated() {
      let target = write(.text(string))
      relocations.append(.arena(offset + index * 8, target))
    }
    return offset
  }

  private mutating func write(_ structure: Operand.Structure) -> Int {
    let offset = align()
    append(zeros: structure.members.reduce(0) { $0 + $1.size })
    var location = offset
    for member in structure.members {
      switch member.value {
      case .number(let value): store(UInt64(bitPattern: Int64(value)), member.size, at: location)
      case .mode(let value), .constant(let value, _), .opaque(let value, _):
        store(value, member.size, at: location)
      case .data(let data):
        for (index, byte) in data.prefix(member.size).enumerated() {
          bytes[location + index] = byte
        }
      case .text, .vector, .environment, .structure, .room, .ids:
        let target = write(member.value)
        relocations.append(.arena(location, target))
      case .address(let cell): relocations.append(.cell(location, cell))
      case .null, .cell, .upper: break
      }
      location += member.size
    }
    return offset
  }

  private mutating func align() -> Int {
    append(zeros: (8 - bytes.count % 8) % 8)
    return bytes.count
  }

  private mutating func append(zeros count: Int) {
    bytes.append(contentsOf: repeatElement(0, count: count))
  }

  private mutating func append(_ value: UInt32) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  private mutating func store(_ value: UInt64, _ size: Int, at location: Int) {
    withUnsafeBytes(of: value.littleEndian) { source in
      for index in 0..<min(size, 8) { bytes[location + index] = source[index] }
    }
  }
}
