import Glibc

/// Where /etc/resolv.conf leads: with systemd-resolved, resolvconf and others it is a link to a file
/// in /run. See resolv.conf(5).
package enum ResolverFile {
  /// The first file on the way that lies outside of some folders at the top of the tree, as an
  /// absolute path; nil where none does, or it is not there.
  package static func outside(
    of folders: [String], from start: String = "/etc/resolv.conf"
  ) -> [UInt8]? {
    var path = Array(start.utf8)
    // As many links as the kernel follows. See path_resolution(7).
    for _ in 0..<40 {
      let top = path.split(separator: slash).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
      guard folders.contains(top) else { return HostFiles.kind(of: path) == .other ? path : nil }
      guard let target = Links.target(of: String(decoding: path, as: UTF8.self)) else { return nil }
      path = AbsolutePath.joined(Array(path.prefix(path.lastIndex(of: slash) ?? 0)), target)
    }
    return nil
  }

  private static let slash = UInt8(ascii: "/")
}
