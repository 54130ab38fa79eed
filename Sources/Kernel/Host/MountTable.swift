/// The mounts that this process sees, at the moment when they were read. See proc_pid_mountinfo(5).
package struct MountTable: Sendable {
  /// One mount, a line of the file.
  package struct Mount: Sendable, Equatable {
    /// The part of the file system that is mounted: `/` for all of it.
    package let root: String
    /// The folder that it is mounted on.
    package let point: String
    /// `cgroup2`
    package let type: String
  }

  /// In the order in which they were mounted.
  package let mounts: [Mount]

  /// Reads them; nil where they cannot be read.
  package static var current: MountTable? {
    SmallFile.line("/proc/self/mountinfo").map { MountTable($0) }
  }

  /// From the text of that file.
  package init(_ text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      // Behind five fields and the options comes any number of others, and then a hyphen.
      guard fields.count > 5, let separator = fields.dropFirst(6).firstIndex(of: "-"),
        fields.indices.contains(separator + 1)
      else { return nil }
      return Mount(
        root: Self.unescaped(fields[3]), point: Self.unescaped(fields[4]),
        type: String(fields[separator + 1]))
    }
  }

  /// The kernel writes blanks, tabs, line ends and backslashes as `\\040` and the like.
  private static func unescaped(_ field: Substring) -> String {
    guard field.utf8.contains(UInt8(ascii: "\\")) else { return String(field) }
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(3), as: UTF8.self)
      if byte == UInt8(ascii: "\\"), digits.utf8.count == 3, let value = UInt8(digits, radix: 8) {
        bytes.append(value)
        rest.removeFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
