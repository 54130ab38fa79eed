import CLaunch
import Glibc
import SystemPackage

/// The file that cloche itself runs from. A process on its way into a sandbox still runs from it, and
/// whoever is inside and may write the file as somebody who owns it could wait there for it, by way
/// of /proc/PID/exe, and change what runs outside the next time (CVE-2019-5736).
package enum OwnImage {
  private static let path = "/proc/self/exe"

  /// Nobody inside can write to it, whoever he is: it is sealed, on a mount that is read-only for
  /// good, or another's file that this user can neither write nor make writable.
  package static let isProtected: Bool = {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    // What cannot even be read cannot be held on to.
    guard file >= 0 else { return errno == EACCES }
    defer { close(file) }
    if cl_is_sealed(file) != 0 { return true }
    var mount = statvfs()
    if fstatvfs(file, &mount) == 0, mount.f_flag & UInt(ST_RDONLY) != 0 { return true }
    var status = stat()
    guard fstat(file, &status) == 0, !Credentials.current.capabilities.contains(.setUID) else {
      return false
    }
    return status.st_uid != geteuid() && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0
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
    defer { close(file) }
    // Under its own number the file would be the process's name.
    "".withCString { empty in
      _ = cl_call(
        Int(SYS_execveat), UInt64(file), UInt64(UInt(bitPattern: empty)),
        UInt64(UInt(bitPattern: cl_arguments())),
        UInt64(UInt(bitPattern: environ)), AtFlag.emptyPath, 0)
    }
  }

  /// What the kernel has named after a descriptor gets its name back. See PR_SET_NAME(2const).
  package static func takeName() {
    if isSecondStart { cl_take_name("cloche") }
  }

  /// The file on a mount of its own, which is nowhere to be seen: for who may mount. See open_tree(2).
  private static func readOnlyMount() -> Int32? {
    let tree = path.withCString { path in
      cl_call(
        Int(SYS_open_tree), UInt64(bitPattern: Int64(AT_FDCWD)),
        UInt64(UInt(bitPattern: path)), OpenTreeFlag.clone | OpenTreeFlag.closeOnExec, 0, 0, 0)
    }
    guard tree >= 0 else { return nil }
    // struct mount_attr: attr_set, attr_clr, propagation, userns_fd.
    var change: [UInt64] = [MountAttribute.readOnly, 0, 0, 0]
    let result = change.withUnsafeMutableBytes { change in
      "".withCString { empty in
        cl_call(
          Int(SYS_mount_setattr), UInt64(tree), UInt64(UInt(bitPattern: empty)),
          AtFlag.emptyPath, UInt64(UInt(bitPattern: change.baseAddress)), UInt64(change.count), 0)
      }
    }
    guard result == 0 else {
      close(Int32(tree))
      return nil
    }
    return Int32(tree)
  }

  /// A copy in memory, sealed. See memfd_create(2).
  private static func sealedCopy() -> Int32? {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { return nil }
    defer { close(source) }
    let copy = cl_sealed_copy(source)
    return copy < 0 ? nil : copy
  }
}
