import CSeccomp
import SystemPackage

/// What a filter does about a call. See seccomp(2).
package enum FilterAction: Equatable, Sendable {
  case allow
  /// Allowed, and noted in the kernel's log.
  case log
  case refuse(Errno)
  /// SIGSYS for all threads.
  case kill

  var code: UInt32 {
    switch self {
    case .allow: 0x7fff_0000
    case .log: 0x7ffc_0000
    case .refuse(let errno): 0x0005_0000 | UInt32(truncatingIfNeeded: errno.rawValue) & 0xffff
    case .kill: 0x8000_0000
    }
  }
}

/// What a filter does about one call, whatever its arguments or for some of them.
package struct FilterRule: Sendable {
  /// `(argument & mask) == value`.
  package struct Condition: Sendable {
    package let argument: Int32
    package let mask: UInt64
    package let value: UInt64

    package init(argument: Int32, mask: UInt64, value: UInt64) {
      self.argument = argument
      self.mask = mask
      self.value = value
    }
  }

  package let number: Int32
  package let action: FilterAction
  package let condition: Condition?

  package init(_ number: Int32, _ action: FilterAction, where condition: Condition? = nil) {
    self.number = number
    self.action = action
    self.condition = condition
  }
}

/// A compiled filter: instructions of struct sock_filter.
package struct FilterProgram: Sendable {
  package let bytes: [UInt8]

  /// Of 8 bytes each.
  package var count: Int { bytes.count / 8 }

  /// Calls of other architectures kill; those that are younger than the library get ENOSYS, which
  /// programs take for an older kernel: nobody can have meant to let them through.
  package init(otherwise: FilterAction, rules: [FilterRule]) throws(FilterError) {
    let native = rules.filter { $0.action != otherwise }.map { rule in
      csc_rule(
        number: rule.number, action: rule.action.code, argument: rule.condition?.argument ?? -1,
        mask: rule.condition?.mask ?? 0, value: rule.condition?.value ?? 0)
    }
    let room = Self.maximumCount * 8
    var error = 0
    let compiled = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      let size = csc_compile(
        otherwise.code, FilterAction.kill.code, native, native.count, base, room)
      error = min(size, 0)
      count = max(size, 0)
    }
    guard error == 0 else { throw FilterError(errno: Errno(rawValue: CInt(-error))) }
    bytes = Self.prologue + compiled
  }

  /// BPF_MAXINSNS, less what stands in front.
  private static let maximumCount = 4096 - 4

  /// Before the library's own program, which knows no "all above": a call with a number above the
  /// youngest known gets ENOSYS. What belongs to another architecture has the bit of the x32 calls,
  /// or is found out behind.
  private static var prologue: [UInt8] {
    let loadWord: UInt16 = 0x20
    let jumpIfGreater: UInt16 = 0x25
    let jumpIfAtLeast: UInt16 = 0x35
    let giveBack: UInt16 = 0x06
    // The first member of struct seccomp_data is the number of the call.
    return instruction(loadWord, 0, 0, 0)
      + instruction(jumpIfAtLeast, 2, 0, 0x4000_0000)
      + instruction(jumpIfGreater, 0, 1, UInt32(SystemCallName.highest))
      + instruction(giveBack, 0, 0, FilterAction.refuse(.noFunction).code)
  }

  private static func instruction(
    _ code: UInt16, _ ifTrue: UInt8, _ ifFalse: UInt8, _ operand: UInt32
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: code) { bytes += $0 }
    bytes += [ifTrue, ifFalse]
    withUnsafeBytes(of: operand) { bytes += $0 }
    return bytes
  }
}

/// Why a filter could not be compiled.
package struct FilterError: Error { package let errno: Errno }
