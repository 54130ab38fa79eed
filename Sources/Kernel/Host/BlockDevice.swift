import Glibc

/// What a path says about a disk.
package enum BlockDevice: Sendable, Equatable {
  /// A whole disk.
  case disk(major: Int, minor: Int)
  /// A part of one: `/dev/vda`.
  case partition(of: String)
  case missing
  /// Something else; the disk that it lies on, where it lies on one: `/dev/vda`.
  case other(on: String?)

  /// What a path says, links followed. See stat(2) and /sys/dev/block.
  ///
  /// - Parameter path: up to the first NUL.
  package static func behind(_ path: [UInt8]) -> BlockDevice {
    guard let status = try? FileStatus.of(path) else { return .missing }
    guard status.isBlockDevice else {
      let (major, minor) = numbers(status.st_dev)
      // 0 is for file systems without a device, as tmpfs.
      return .other(on: major == 0 ? nil : wholeDisk(major, minor))
    }
    let (major, minor) = numbers(status.st_rdev)
    guard access("/sys/dev/block/\(major):\(minor)/partition", F_OK) == 0 else {
      return .disk(major: major, minor: minor)
    }
    return .partition(of: wholeDisk(major, minor) ?? "the whole disk")
  }

  /// The disk that a device is, or is a part of.
  private static func wholeDisk(_ major: Int, _ minor: Int) -> String? {
    let entry = "/sys/dev/block/\(major):\(minor)"
    guard let target = Links.target(of: entry) else { return nil }
    var parts = String(decoding: target, as: UTF8.self).split(separator: "/")
    if access(entry + "/partition", F_OK) == 0 { parts.removeLast() }
    return parts.last.map { "/dev/\($0)" }
  }

  /// See makedev(3).
  private static func numbers(_ device: UInt) -> (Int, Int) {
    let major = (device >> 8 & 0xfff) | (device >> 32 & ~0xfff)
    let minor = (device & 0xff) | (device >> 12 & ~0xff)
    return (Int(major), Int(minor & 0xfff_ffff))
  }
}
