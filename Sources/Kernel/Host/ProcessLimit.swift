import Glibc

/// A resource limit of this process. See getrlimit(2).
package enum ProcessLimit {
  /// The hard limit of a resource, by the number that the kernel has for it (RLIMIT_NOFILE and its
  /// like); nil where the kernel knows no such resource, `UInt64.max` for no limit.
  package static func hard(_ resource: Int) -> UInt64? {
    var limit = rlimit()
    let asked = try? call("getrlimit \(resource)", retryOnInterrupt: false) {
      getrlimit(__rlimit_resource_t(resource), &limit)
    }
    return asked.map { _ in UInt64(limit.rlim_max) }
  }
}
