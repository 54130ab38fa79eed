import Kernel
import Language
import Sandbox

/// Where something is mounted, inside.
enum MountPoint {
  static let value = ValueKind<Bytes>(.insideDirectories) { (word) throws(Diagnostic) in
    guard word.bytes.first == slash else {
      throw Diagnostic(
        .badValue, "`\(word.displayed)` is not an absolute path", at: word.span,
        label: "a mount point begins with /, the root inside")
    }
    try refuseParents(word)
    return word.bytes
  }

  /// For `bind`, which takes paths that begin in cloche's own folder. The value is absolute.
  static let ofBind = ValueKind<Bytes>(.insideDirectories) { (word) throws(Diagnostic) in
    guard !word.bytes.isEmpty else {
      throw Diagnostic(.badValue, "an empty path", at: word.span, label: "expected a path")
    }
    let isHere = word.bytes.first == UInt8(ascii: ".") || word.bytes.contains(slash)
    guard isHere else {
      throw Diagnostic(
        .badValue, "`\(word.displayed)` is not an absolute path", at: word.span,
        label: "a mount point begins with /, the root inside"
      ).fix("`./\(word.displayed)` for the one in cloche's own folder")
    }
    return try absolute(word)
  }

  private static let slash = UInt8(ascii: "/")

  private static func refuseParents(_ word: Argument) throws(Diagnostic) {
    guard !word.bytes.split(separator: slash).contains(Bytes("..".utf8)[...]) else {
      throw Diagnostic(
        .badValue, "`..` in a mount point", at: word.span, label: "write where it leads to")
    }
  }

  /// The absolute path of a word that may begin in cloche's own folder.
  static func absolute(_ word: Argument) throws(Diagnostic) -> Bytes {
    if word.bytes.first == slash { try refuseParents(word) }
    guard let path = fromHere(word.bytes) else {
      throw Diagnostic(
        .badValue, "`\(word.displayed)` begins in a folder that is gone", at: word.span,
        label: "cloche's own folder was removed"
      ).fix("an absolute path")
    }
    return path
  }

  /// An absolute path as it is; another begins in cloche's own folder, nil where that is gone.
  static func fromHere(_ path: Bytes) -> Bytes? {
    if path.first == slash { return path }
    return WorkingFolder.path.map { AbsolutePath.joined($0, path) }
  }
}
