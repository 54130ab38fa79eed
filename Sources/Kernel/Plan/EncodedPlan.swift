import CLaunch

/// A launch plan in the memory layout of the interpreter. Owns that memory.
///
/// Addresses inside it are final, so that the child has nothing to compute.
struct EncodedPlan: ~Copyable {
  let steps: UnsafeMutableBufferPointer<cl_step>
  let cells: UnsafeMutableBufferPointer<Int64>
  private let arena: UnsafeMutableRawBufferPointer
  /// Shared with the child; nil unless the steps are timed.
  let timings: UnsafeMutableBufferPointer<cl_timing>?
  let initFirst: Int

  init(_ plan: borrowing LaunchPlan, timed: Bool) throws(KernelError) {
    var writer = ArenaWriter()
    let all = plan.steps + plan.initSteps
    steps = .allocate(capacity: all.count)
    cells = .allocate(capacity: plan.cellCount)
    cells.initialize(repeating: -1)
    initFirst = plan.steps.count
    for (index, step) in all.enumerated() {
      steps.initializeElement(at: index, to: Self.encode(step, at: index, &writer))
    }
    arena = .allocate(byteCount: max(8, writer.bytes.count), alignment: 16)
    arena.copyBytes(from: writer.bytes)
    timings = timed ? try Self.sharedTimings(all.count) : nil
    relocate(writer.relocations)
    for (index, step) in all.enumerated() where step.check != nil {
      // The word to check is the first of the step's room.
      let room = step.operands.firstIndex { if case .room = $0 { true } else { false } } ?? 0
      steps[index].checked = UnsafePointer(bitPattern: UInt(steps[index].words[room]))
    }
  }

  deinit {
    if let timings { UnsafeMutableRawBufferPointer(timings).unmap() }
    steps.deallocate()
    cells.deallocate()
    arena.deallocate()
  }

  private static func encode(_ step: Step, at index: Int, _ writer: inout ArenaWriter) -> cl_step {
    var encoded = cl_step()
    encoded.number = Int64(step.call.number)
    encoded.kind =
      switch step.kind {
      case .call: UInt8(CL_CALL)
      case .spawn: UInt8(CL_SPAWN)
      case .execute: UInt8(CL_EXEC)
      }
    encoded.result = Int32(step.result?.index ?? -1)
    encoded.log = Int32(step.log?.index ?? -1)
    for (place, error) in step.tolerated.prefix(4).enumerated() {
      withUnsafeMutableBytes(of: &encoded.tolerated) { bytes in
        bytes.storeBytes(of: Int16(error.rawValue), toByteOffset: place * 2, as: Int16.self)
      }
    }
    if let check = step.check {
      encoded.checks = 1
      encoded.expected = check.expected
      encoded.mismatch = Int16(check.mismatch.rawValue)
    }
    for (place, operand) in step.operands.prefix(6).enumerated() {
      switch operand {
      case .null: break
      case .number(let value): encoded.words[place] = UInt64(bitPattern: Int64(value))
      case .mode(let value), .constant(let value, _), .opaque(let value, _):
        encoded.words[place] = value
      case .cell(let cell):
        encoded.words[place] = UInt64(cell.index)
        encoded.cells |= 1 << UInt8(place)
      case .upper(let cell):
        encoded.words[place] = UInt64(cell.index)
        encoded.uppers |= 1 << UInt8(place)
      case .address(let cell):
        encoded.words[place] = UInt64(cell.index)
        encoded.addresses |= 1 << UInt8(place)
      case .text, .data, .vector, .environment, .structure, .room, .ids:
        let offset = writer.write(operand)
        writer.relocations.append(.step(index, place, offset))
      }
    }
    return encoded
  }

  private func relocate(_ relocations: [ArenaWriter.Relocation]) {
    guard let base = arena.baseAddress else { return }
    for relocation in relocations {
      switch relocation {
      case .step(let index, let place, let offset):
        steps[index].words[place] = UInt64(UInt(bitPattern: base + offset))
      case .arena(let location, let offset):
        arena.storeBytes(
          of: UInt64(UInt(bitPattern: base + offset)), toByteOffset: location, as: UInt64.self)
      case .cell(let location, let cell):
        let address = cells.baseAddress.map { UInt(bitPattern: $0 + cell.index) } ?? 0
        arena.storeBytes(of: UInt64(address), toByteOffset: location, as: UInt64.self)
      }
    }
  }

  private static func sharedTimings(
    _ count: Int
  ) throws(KernelError) -> UnsafeMutableBufferPointer<cl_timing> {
    let bytes = try UnsafeMutableRawBufferPointer.mapShared(
      count * MemoryLayout<cl_timing>.stride)
    return bytes.bindMemory(to: cl_timing.self)
  }
}

extension cl_step {
  /// The six arguments by index, which C imports as a tuple.
  var words: Words {
    get { Words(tuple: word) }
    set { word = newValue.tuple }
  }

  struct Words {
    var tuple: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    subscript(index: Int) -> UInt64 {
      get {
        withUnsafeBytes(of: tuple) { $0.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self) }
      }
      set {
        withUnsafeMutableBytes(of: &tuple) {
          $0.storeBytes(of: newValue, toByteOffset: index * 8, as: UInt64.self)
        }
      }
    }
  }
}
