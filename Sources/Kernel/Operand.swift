/// The result of an earlier step, which a later one uses.
public struct Cell: Hashable, Sendable {
  public let index: Int

  public init(_ index: Int) { self.index = index }
}

/// An argument of a system call: enough to make the call and to show it.
public enum Operand: Sendable {
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
  /// The address of a cell.
  case address(Cell)

  /// A structure's members in memory order, without padding between them.
  public struct Structure: Sendable {
    public let name: String
    public let members: [Member]

    public init(_ name: String, _ members: [Member]) {
      self.name = name
      self.members = members
    }
  }

  public struct Member: Sendable {
    public let name: String
    /// Bytes: 4 or 8, or the length of text.
    public let size: Int
    public let value: Operand

    public init(_ name: String, size: Int = 8, _ value: Operand) {
      self.name = name
      self.size = size
      self.value = value
    }
  }
}
