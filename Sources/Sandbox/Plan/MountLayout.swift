import Language

/// Which parts of the new tree are fresh file systems of cloche's own, where a missing mount point
/// may be made: in a root file system of the user's it would be left behind.
struct MountLayout {
  /// Absolute paths, without a slash at the end.
  private var mounts: [(path: Bytes, isOwn: Bool)] = []
  private var made: [Bytes] = []

  /// Notes what a path holds from now on. Symbolic links count as foreign: what lies behind them
  /// is not ours.
  mutating func note(_ path: Bytes, isOwn: Bool) {
    mounts.append((Self.normalized(path), isOwn))
  }

  /// Whether a normalized path lies in a fresh file system.
  func isOwn(_ path: Bytes) -> Bool {
    var best: (length: Int, isOwn: Bool) = (-1, false)
    for mount in mounts where Self.covers(mount.path, path) && mount.path.count >= best.length {
      best = (mount.path.count, mount.isOwn)
    }
    return best.isOwn
  }

  private static func covers(_ mount: Bytes, _ path: Bytes) -> Bool {
    path.starts(with: mount)
      && (path.count == mount.count || path[mount.count] == UInt8(ascii: "/"))
  }

  /// True the first time that a folder is asked for.
  mutating func make(_ path: Bytes) -> Bool {
    if made.contains(path) { return false }
    made.append(path)
    return true
  }

  /// `/a/b` for `a//./b/`, nothing for the root.
  static func normalized(_ path: Bytes) -> Bytes {
    var result: Bytes = []
    for part in path.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      result.append(UInt8(ascii: "/"))
      result += part
    }
    return result
  }

  /// The last name of a path; nil for the root.
  static func lastName(_ path: Bytes) -> Bytes? {
    path.split(separator: UInt8(ascii: "/")).last.map(Bytes.init)
  }
}
