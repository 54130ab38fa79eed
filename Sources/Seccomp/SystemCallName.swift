import CSeccomp

/// System calls by their names, as far as the library that this was built with knows them.
package enum SystemCallName {
  /// The number of a call on this architecture, if it has one.
  package enum Number: Equatable, Sendable {
    case here(Int32)
    /// Other machines have it.
    case elsewhere
    case unknown
  }

  /// Looks a name up.
  package static func number(of name: String) -> Number {
    switch csc_number(name) {
    case let number where number >= 0: .here(number)
    case -1: .unknown
    default: .elsewhere
    }
  }

  /// Those of this machine, by name.
  package static var all: [String] { numbered.map(\.name).sorted() }

  /// Each with its number, looked up once.
  private static let numbered: [(number: Int32, name: String)] =
    (0..<bound).compactMap { number in name(of: number).map { (number, $0) } }

  /// The youngest one: what has a higher number is newer than any filter.
  package static var highest: Int32 { numbered.last?.number ?? 0 }

  /// Far beyond the calls that there are; see the tables of the kernel.
  private static let bound: Int32 = 1024

  private static func name(of number: Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let base = buffer.baseAddress, csc_name(number, base, buffer.count) != 0 else {
        return nil
      }
      return String(cString: base)
    }
  }
}
