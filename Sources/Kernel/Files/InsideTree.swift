import CLaunch
import Glibc

/// Looking around below a folder as a process would whose root it is: no link leads out. See
/// openat2(2), RESOLVE_IN_ROOT.
package struct InsideTree: Sendable {
  private let root: [UInt8]

  /// - Parameter root: a folder of the host; empty for the host's own root.
  package init(root: [UInt8]) { self.root = root.isEmpty ? [0x2f] : root }

  /// What is in a folder, sorted by name; nothing where there is none.
  package func entries(of folder: [UInt8]) -> [Folder.Entry] {
    opened(folder, OpenFlag.directory) { Folder.entries(in: Array("/proc/self/fd/\($0)".utf8)) }
      ?? []
  }

  /// Whether a path leads to a folder, by links or not.
  package func isDirectory(_ path: [UInt8]) -> Bool {
    opened(path, OpenFlag.path | OpenFlag.directory) { _ in true } ?? false
  }

  /// What a path leads to, by links or not.
  package func kind(of path: [UInt8]) -> HostFiles.Kind {
    opened(path, OpenFlag.path) { file in
      var status = stat()
      guard fstat(file, &status) == 0 else { return .missing }
      return status.st_mode & S_IFMT == S_IFDIR ? .directory : .other
    } ?? .missing
  }

  private func opened<Result>(
    _ path: [UInt8], _ flags: UInt64, _ body: (Int32) -> Result
  ) -> Result? {
    let top = open(
      root.map { CChar(bitPattern: $0) } + [0], Int32(OpenFlag.path) | O_DIRECTORY | O_CLOEXEC)
    guard top >= 0 else { return nil }
    defer { close(top) }
    // struct open_how: flags, mode, resolve.
    let how = [
      flags | OpenFlag.closeOnExec, 0,
      ResolveFlag.inRoot | ResolveFlag.noMagicLinks,
    ]
    let found = (path + [0]).withUnsafeBytes { path in
      how.withUnsafeBytes { how in
        cl_call(
          Int(SYS_openat2), UInt64(top), UInt64(UInt(bitPattern: path.baseAddress)),
          UInt64(UInt(bitPattern: how.baseAddress)), UInt64(how.count), 0, 0)
      }
    }
    guard found >= 0 else { return nil }
    defer { close(Int32(found)) }
    return body(Int32(found))
  }
}
