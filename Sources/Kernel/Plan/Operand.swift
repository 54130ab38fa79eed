/// The result of an earlier step, which a later one uses.
package struct Cell: Hashable, Sendable {
  package let index: Int

  package init(_ index: Int) { self.index = index }
}

/// An argument of a system call: enough to make the call and to show it.
package enum Operand: Sendable {
  case null
  case number(Int)
  /// Shown in octal: a mode.
  case mode(UInt64)
  /// A combination of flags or one value, with the names that it has in C.
  case constant(UInt64, Constants)
  /// A NUL-terminated string.
  case text([UInt8])
  /// Bytes whose length the call is told.
  case data([UInt8])
  /// A NULL-terminated vector of NUL-terminated strings.
  case vector([[UInt8]])
  /// The same for an environment, which is shown elsewhere.
  case environment([[UInt8]])
  /// A structure in memory.
  case structure(Structure)
  /// Room that the call fills in, of that many bytes.
  case room(Int)
  /// A value that differs from run to run, shown by a name.
  case opaque(UInt64, String)
  /// A list of 32-bit ids.
  case ids([UInt32])
  /// The value in a cell.
  case cell(Cell)
  /// The upper 32 bits of the value in a cell: the second of two descriptors that a call has put there.
  case upper(Cell)
  /// The address of a cell.
  case address(Cell)

  /// A structure's members in memory order, without padding between them.
  package struct Structure: Sendable {
    package let name: String
    package let members: [Member]

    package init(_ name: String, _ members: [Member]) {
      self.name = name
      self.members = members
    }
  }

  /// A member of a structure.
  package struct Member: Sendable {
    package let name: String
    /// Bytes: 4 or 8, or the length of text.
    package let size: Int
    package let value: Operand

    package init(_ name: String, size: Int = 8, _ value: Operand) {
      self.name = name
      self.size = size
      self.value = value
    }
  }
}
