import Kernel
import Language

/// Which parts of the new tree are fresh file systems of cloche's own, where a missing mount point
/// may be made: in a root file system of the user's it would be left behind.
package struct MountLayout {
  /// Absolute paths, without a slash at the end.
  private var mounts: [(path: Bytes, own: Cell?)] = []
  private var made: [Place] = []

  /// Something in a fresh file system.
  struct Place: Equatable {
    /// The descriptor of the file system's top.
    let tree: Cell
    /// Relative to it; empty for the top itself.
    let path: Bytes
  }

  /// Notes what a path holds from now on: the top of a fresh file system, or nil for something
  /// foreign. Symbolic links count as foreign: what lies behind them is not ours.
  mutating func note(_ path: Bytes, own tree: Cell?) {
    mounts.append((Self.normalized(path), tree))
  }

  /// Where a normalized path lies in a fresh file system; nil where it is in none.
  func place(of path: Bytes) -> Place? {
    // The latest mount hides what was beneath it.
    guard let mount = mounts.last(where: { Self.covers($0.path, path) }) else { return nil }
    return mount.own.map { Place(tree: $0, path: Bytes(path.dropFirst(mount.path.count + 1))) }
  }

  /// Whether a normalized path is a mount's or lies beneath it.
  package static func covers(_ mount: Bytes, _ path: Bytes) -> Bool {
    path.starts(with: mount)
      && (path.count == mount.count || path[mount.count] == UInt8(ascii: "/"))
  }

  /// True the first time that a folder is asked for.
  mutating func make(_ place: Place) -> Bool {
    if made.contains(place) { return false }
    made.append(place)
    return true
  }

  /// `/a/b` for `a//./b/`, nothing for the root.
  package static func normalized(_ path: Bytes) -> Bytes {
    var result: Bytes = []
    for part in path.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      result.append(UInt8(ascii: "/"))
      result += part
    }
    return result
  }

  /// The last name of a path; nil for the root.
  package static func lastName(_ path: Bytes) -> Bytes? {
    path.split(separator: UInt8(ascii: "/")).last.map(Bytes.init)
  }
}
