/// Paths as words, without a look at any file. See path_resolution(7).
package enum AbsolutePath {
  /// The absolute path that a path means which begins in a folder; `.` and `..` are taken out, and
  /// `..` stops at the top.
  package static func joined(_ folder: [UInt8], _ path: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    var parts = path.first == slash ? [] : folder.split(separator: slash)
    for part in path.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return [slash] + Array(parts.joined(separator: [slash]))
  }
}
