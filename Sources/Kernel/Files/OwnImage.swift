import CLaunch
import Glibc
import SystemPackage

/// The file that cloche itself runs from. A process on its way into a sandbox still runs from it, and
/// whoever is inside and may write the file as somebody who owns it could wait there for it, by way
/// of /proc/PID/exe, and change what runs outside the next time (CVE-2019-5736).
package enum OwnImage {
  private static let path: FilePath = "/proc/self/exe"

  /// Nobody inside can write to it, whoever he is: it is sealed, on a mount that is read-only for
  /// good, or another's file that this user can neither write nor make writable.
  package static let isProtected: Bool = {
    let file: FileDescriptor
    do throws(KernelError) {
      file = try Descriptors.open(path, O_RDONLY)
    } catch {
      // What cannot even be read cannot be held on to.
      return error.errno == .permissionDenied
    }
    defer { try? file.close() }
    if cl_is_sealed(file.rawValue) != 0 { return true }
    var mount = statvfs()
    if fstatvfs(file.rawValue, &mount) == 0, mount.f_flag & UInt(ST_RDONLY) != 0 { return true }
    guard let status = try? FileStatus.of(file),
      !Credentials.current.capabilities.contains(.setUID)
    else { return false }
    return status.st_uid != geteuid()
      && faccessat(AT_FDCWD, path.string, W_OK, AT_EACCESS) != 0
  }()

  /// Was begun by `runProtected`.
  private static var isSecondStart: Bool {
    guard let name = cl_started_as() else { return false }
    return String(cString: name).hasPrefix("/dev/fd/")
  }

  /// Begins this program anew from a copy of its file that nobody can write. Returns where that is not
  /// needed, or not possible: `isProtected` tells.
  package static func runProtected() {
    guard !isProtected, !isSecondStart else { return }
    guard let file = readOnlyMount() ?? sealedCopy() else { return }
    defer { try? file.close() }
    // Under its own number the file would be the process's name. Who is back here was refused.
    _ = try? rawCall("execveat \(path)", retryOnInterrupt: false) {
      "".withCString { empty in
        SystemCall.execveat(
          UInt64(descriptor: file.rawValue), UInt64(address: empty),
          UInt64(address: cl_arguments()), UInt64(address: environ), AtFlag.emptyPath)
      }
    }
  }

  /// What the kernel has named after a descriptor gets its name back. See PR_SET_NAME(2const).
  package static func takeName() {
    if isSecondStart { cl_take_name("cloche") }
  }

  /// The file on a mount of its own, which is nowhere to be seen: for who may mount. See open_tree(2).
  private static func readOnlyMount() -> FileDescriptor? {
    let clone = OpenTreeFlag.clone | OpenTreeFlag.closeOnExec
    let number = try? rawCall("open_tree \(path)", retryOnInterrupt: false) {
      path.withPlatformString {
        SystemCall.openTree(UInt64(descriptor: AT_FDCWD), UInt64(address: $0), clone)
      }
    }
    guard let number else { return nil }
    let tree = FileDescriptor(rawValue: Int32(number))
    // struct mount_attr: attr_set, attr_clr, propagation, userns_fd.
    let change: [UInt64] = [MountAttribute.readOnly, 0, 0, 0]
    do throws(KernelError) {
      try rawCall("mount_setattr \(path)", retryOnInterrupt: false) {
        change.withUnsafeBytes { change in
          "".withCString { empty in
            SystemCall.mountSetattr(
              UInt64(number), UInt64(address: empty), AtFlag.emptyPath,
              UInt64(address: change.baseAddress), UInt64(change.count))
          }
        }
      }
      return tree
    } catch {
      try? tree.close()
      return nil
    }
  }

  /// A copy in memory, sealed. See memfd_create(2).
  private static func sealedCopy() -> FileDescriptor? {
    guard let source = try? Descriptors.open(path, O_RDONLY) else { return nil }
    defer { try? source.close() }
    let copy = try? call("copy \(path)", retryOnInterrupt: false) {
      cl_sealed_copy(source.rawValue)
    }
    return copy.map { FileDescriptor(rawValue: $0) }
  }
}
