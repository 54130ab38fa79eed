import Kernel
import Sandbox

/// Runs a filter as the kernel would, on a call that nobody makes. See seccomp(2) and bpf(4).
struct FilterMachine {
  struct Unknown: Error { let code: UInt16 }

  private let program: [UInt8]

  /// Of a step that installs one.
  init?(_ step: Step) {
    guard case .structure(let head)? = step.operands.last,
      case .structure(let filter)? = head.members.last?.value,
      case .data(let bytes)? = filter.members.first?.value, bytes.count % 8 == 0,
      case .number(bytes.count / 8)? = head.members.first?.value
    else { return nil }
    program = bytes
  }

  private static var native: UInt32 {
    #if arch(x86_64)
      0xc000_003e
    #else
      0xc000_00b7
    #endif
  }

  /// `allow`, `log`, `kill` or `errno N`.
  func run(
    _ number: UInt32, _ arguments: [UInt64] = [], architecture: UInt32? = nil
  ) throws -> String {
    // struct seccomp_data: number, architecture, instruction pointer, six arguments.
    var data = [number, architecture ?? Self.native, 0, 0]
    for index in 0..<6 {
      let value = index < arguments.count ? arguments[index] : 0
      data += [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
    }
    var accumulator: UInt32 = 0
    var place = 0
    while true {
      let (code, ifTrue, ifFalse, operand) = instruction(place)
      place += 1
      func jump(_ condition: Bool) { place += condition ? ifTrue : ifFalse }
      switch code {
      case 0x20: accumulator = data[Int(operand) / 4]
      case 0x54: accumulator &= operand
      case 0x05: place += Int(operand)
      case 0x15: jump(accumulator == operand)
      case 0x25: jump(accumulator > operand)
      case 0x35: jump(accumulator >= operand)
      case 0x45: jump(accumulator & operand != 0)
      case 0x06: return Self.name(operand)
      default: throw Unknown(code: code)
      }
    }
  }

  private func instruction(_ place: Int) -> (UInt16, Int, Int, UInt32) {
    let bytes = program[(place * 8)..<(place * 8 + 8)].map { UInt32($0) }
    return (
      UInt16(bytes[0] | bytes[1] << 8), Int(bytes[2]), Int(bytes[3]),
      bytes[4] | bytes[5] << 8 | bytes[6] << 16 | bytes[7] << 24
    )
  }

  private static func name(_ action: UInt32) -> String {
    switch action & 0xffff_0000 {
    case 0x7fff_0000: "allow"
    case 0x7ffc_0000: "log"
    case 0x8000_0000: "kill"
    case 0x0005_0000: "errno \(action & 0xffff)"
    default: "\(action)"
    }
  }
}
