/// Names of a family of constants, as C has them. Kernel ABI: the values never change.
///
/// The table is a function: a launch passes it along and never looks into it, only what is shown
/// does.
package struct Constants: Sendable {
  /// Names with their values, in the order in which they are looked for.
  package typealias Table = [(name: String, value: UInt64)]

  let table: @Sendable () -> Table
  /// Flags are or-ed; other families name one value.
  package let areFlags: Bool

  package init(flags table: @escaping @Sendable () -> Table) {
    self.table = table
    areFlags = true
  }

  package init(values table: @escaping @Sendable () -> Table) {
    self.table = table
    areFlags = false
  }

  /// The value in C: `MS_REC|MS_PRIVATE`, `0` for no flag, a number where nothing fits.
  package func text(of value: UInt64) -> String {
    let entries = table()
    guard areFlags else {
      return entries.first { $0.value == value }?.name ?? "\(Int64(bitPattern: value))"
    }
    if value == 0 { return "0" }
    var rest = value
    var names: [String] = []
    for entry in entries where entry.value != 0 && entry.value & rest == entry.value {
      names.append(entry.name)
      rest &= ~entry.value
    }
    if rest != 0 { names.append("0x" + String(rest, radix: 16)) }
    return names.joined(separator: "|")
  }
}
