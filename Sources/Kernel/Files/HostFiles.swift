/// What lies on the host's file systems.
package enum HostFiles {
  /// What there can be behind a path.
  package enum Kind: Sendable {
    case missing
    case directory
    /// A file, device, socket or pipe.
    case other
  }

  /// What is behind a path, links followed; `missing` also for what cannot be looked at. See stat(2).
  package static func kind(of path: [UInt8]) -> Kind {
    guard let status = try? FileStatus.of(path) else { return .missing }
    return status.isDirectory ? .directory : .other
  }
}
