import Kernel
import Language

/// Why a user namespace may not mount a proc or sysfs: what is covered on the host would be seen. See
/// mount_namespaces(7).
package enum CoveredTree {
  /// The explanation, with the parts that are covered; nil where none are.
  ///
  /// - Parameters:
  ///   - folder: /proc or /sys of the host.
  ///   - place: where it was to be mounted inside.
  package static func explanation(_ code: ErrorCode, of folder: String, on place: Bytes)
    -> Explanation?
  {
    let covered = HostProbe.mounts(beneath: folder)
    guard !covered.isEmpty else { return nil }
    // Read-only, since the host's root could change the machine by it from inside.
    return Explanation(
      code,
      why:
        "parts of this host's \(folder) are covered, and a user namespace may not uncover them by "
        + "mounting it anew (checked: \(covered.prefix(3).joined(separator: ", ")) "
        + "\(covered.count == 1 ? "is" : "are") mounted over)",
      fix: "`bind \(folder) \(place.displayed) ro`, or run cloche outside of the container")
  }
}
