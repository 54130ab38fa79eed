import Glibc

/// The entries of a folder. See readdir(3).
package enum Folder {
  /// The names of the directories in it, without `.` and `..`, sorted; none where it cannot be read.
  package static func directories(in path: String) -> [String] {
    entries(in: Array(path.utf8)).filter { $0.isDirectory }.map {
      String(decoding: $0.name, as: UTF8.self)
    }
  }

  /// A name in a folder.
  package struct Entry: Sendable {
    package let name: [UInt8]
    /// Not for a link to one.
    package let isDirectory: Bool
  }

  /// Everything in it but `.` and `..`, sorted by the bytes of the names; nothing where it cannot be
  /// read.
  package static func entries(in path: [UInt8]) -> [Entry] {
    let name = path.map { CChar(bitPattern: $0) } + [0]
    guard let folder = opendir(name) else { return [] }
    defer { closedir(folder) }
    var entries: [Entry] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name == [0x2e] || name == [0x2e, 0x2e] { continue }
      entries.append(Entry(name: name, isDirectory: entry.pointee.d_type == UInt8(DT_DIR)))
    }
    return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }
}
