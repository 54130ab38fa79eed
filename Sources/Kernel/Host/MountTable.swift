/// The mounts that this process sees, at the moment when they were read. See proc_pid_mountinfo(5).
package struct MountTable: Sendable {
  /// One mount, a line of the file.
  package struct Mount: Sendable, Equatable {
    /// The part of the file system that is mounted: `/` for all of it.
    package let root: String
    /// The folder that it is mounted on.
    package let point: String
    /// `cgroup2`
    package let type: String
  }

  /// In the order in which they were mounted.
  package let mounts: [Mount]

  /// Reads them; nil where they cannot be read.
  package static var current: MountTable? {
    SmallFile.line("/proc/self/mountinfo").map { MountTable($0) }
  }

  /// From the text of that file.
  package init(_ text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      // Behind five fields and the options comes any number of others, and then a hyphen.
      guard fields.count > 5, let separator = fields.dropFirst(6).firstIndex(of: "-"),
        fields.indices.contains(separator + 1)
      else { return nil }
      return Mount(
        root: String(fields[3]), point: String(fields[4]), type: String(fields[separator + 1]))
    }
  }
}
