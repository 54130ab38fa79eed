import Language

/// Which parts of the new tree are fresh file systems of cloche's own, where a missing mount point
/// may be made: in a root file system of the user's it would be left behind.
struct MountLayout {
  private var mounts: [(path: [Bytes], isOwn: Bool)] = []
  private var made: Set<[Bytes]> = []

  /// Notes what a path holds from now on. Symbolic links count as foreign: what lies behind them
  /// is not ours.
  mutating func note(_ path: Bytes, isOwn: Bool) {
    mounts.append((Self.components(path), isOwn))
  }

  /// Whether a path lies in a fresh file system.
  func isOwn(_ path: [Bytes]) -> Bool {
    let covering = mounts.filter { path.starts(with: $0.path) }
    let depth = covering.map(\.path.count).max()
    return covering.last { $0.path.count == depth }?.isOwn ?? false
  }

  /// True the first time that a folder is asked for.
  mutating func make(_ path: [Bytes]) -> Bool { made.insert(path).inserted }

  /// The names of an absolute path, without `.` and empty ones.
  static func components(_ path: Bytes) -> [Bytes] {
    path.split(separator: UInt8(ascii: "/")).map(Bytes.init).filter { $0 != Bytes(".".utf8) }
  }
}
