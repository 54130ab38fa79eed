import Glibc
import SystemPackage

/// Looking around below a folder as a process would whose root it is: no link leads out. See
/// openat2(2), RESOLVE_IN_ROOT.
package struct InsideTree: Sendable {
  private let root: [UInt8]

  /// - Parameter root: a folder of the host; empty for the host's own root.
  package init(root: [UInt8]) { self.root = root.isEmpty ? [0x2f] : root }

  /// What is in a folder, sorted by name; nothing where there is none.
  package func entries(of folder: [UInt8]) -> [Folder.Entry] {
    opened(folder, OpenFlag.directory) {
      Folder.entries(in: Array("/proc/self/fd/\($0.rawValue)".utf8))
    } ?? []
  }

  /// Whether a path leads to a folder, by links or not.
  package func isDirectory(_ path: [UInt8]) -> Bool {
    opened(path, OpenFlag.path | OpenFlag.directory) { _ in true } ?? false
  }

  /// What a path leads to, by links or not.
  package func kind(of path: [UInt8]) -> HostFiles.Kind {
    opened(path, OpenFlag.path) { file in
      guard let status = try? FileStatus.of(file) else { return .missing }
      return status.isDirectory ? .directory : .other
    } ?? .missing
  }

  private func opened<Result>(
    _ path: [UInt8], _ flags: UInt64, _ body: (FileDescriptor) -> Result
  ) -> Result? {
    guard
      let top = try? Descriptors.open(
        FilePath(bytes: root), Int32(OpenFlag.path) | O_DIRECTORY)
    else { return nil }
    defer { try? top.close() }
    // struct open_how: flags, mode, resolve.
    let how = [
      flags | OpenFlag.closeOnExec, 0,
      ResolveFlag.inRoot | ResolveFlag.noMagicLinks,
    ]
    let found = try? rawCall("openat2", retryOnInterrupt: true) {
      (path + [0]).withUnsafeBytes { path in
        how.withUnsafeBytes { how in
          SystemCall.openat2(
            UInt64(descriptor: top.rawValue), UInt64(address: path.baseAddress),
            UInt64(address: how.baseAddress), UInt64(how.count))
        }
      }
    }
    guard let found else { return nil }
    let file = FileDescriptor(rawValue: Int32(found))
    defer { try? file.close() }
    return body(file)
  }
}
