import Kernel
import Language

// The pieces of which mounts are made: by descriptor throughout, so that no path is looked up twice.
extension PlanBuilder {
  /// What a mount point must be.
  package enum TargetKind: Sendable {
    /// A folder, and no symbolic link to one: /proc, /sys and /dev.
    case ownDirectory
    case directory
    /// Whatever is there; made as a file where it is missing.
    case file
  }

  /// Opens a mount point inside the root, and makes it first where it lies in a fresh file system.
  ///
  /// The path is resolved inside the root, so that no link in it leads out. See openat2(2).
  package mutating func target(_ path: Bytes, _ kind: TargetKind) -> Cell {
    let place = MountLayout.normalized(path)
    if layout.place(of: place) != nil { make(place, kind) }
    var flags = OpenFlag.path | OpenFlag.closeOnExec
    var resolve = ResolveFlag.inRoot | ResolveFlag.noMagicLinks
    switch kind {
    case .ownDirectory:
      flags |= OpenFlag.directory
      resolve |= ResolveFlag.noSymlinks
    case .directory: flags |= OpenFlag.directory
    case .file: break
    }
    // In a box that is up, somebody may have planted a link where the mount is to go.
    if purpose.isChange { resolve |= ResolveFlag.noSymlinks }
    return open("target", in: rootCell, path, flags: flags, resolve: resolve)
  }

  /// Opens a path beneath a directory.
  package mutating func open(
    _ name: String, in directory: Operand, _ path: Bytes, flags: UInt64, resolve: UInt64,
    summary: String? = nil
  ) -> Cell {
    let relative = Bytes(path.drop { $0 == UInt8(ascii: "/") })
    let how = Operand.Structure(
      "open_how",
      [
        Operand.Member("flags", .constant(flags, OpenFlag.names)), Operand.Member("mode", .mode(0)),
        Operand.Member("resolve", .constant(resolve, ResolveFlag.names)),
      ])
    return cell(
      name, .openat2, directory, .text(relative.isEmpty ? Bytes(".".utf8) : relative),
      .structure(how), .number(24), summary: summary)
  }

  var rootCell: Operand { root.map { .cell($0) } ?? .constant(Directory.current, Directory.names) }

  /// Makes a folder and those above it, as far as they lie in a fresh file system.
  package mutating func makeFolder(_ path: Bytes, mode: UInt64 = 0o755) {
    // A ".." could lead into what is not ours; nobody needs such a folder.
    guard !path.split(separator: UInt8(ascii: "/")).contains(Bytes("..".utf8)[...]) else { return }
    make(MountLayout.normalized(path), .directory, mode: mode)
  }

  private mutating func make(_ path: Bytes, _ kind: TargetKind, mode: UInt64 = 0o755) {
    clearFileModeMask()
    let slash = UInt8(ascii: "/")
    for end in path.indices.dropFirst().filter({ path[$0] == slash }) + [path.count] {
      let prefix = Bytes(path[..<end])
      // Above this one may be something foreign, whose links could lead out of the root: what is
      // made is named from the top of its own file system.
      guard let place = layout.place(of: prefix), !place.path.isEmpty, layout.make(place) else {
        continue
      }
      let (tree, name) = parent(of: place)
      let isLast = end == path.count
      if isLast, kind == .file {
        makeFile(name, in: tree)
      } else {
        call(.mkdirat, tree, name, .mode(isLast ? mode : 0o755), tolerating: [.fileExists])
      }
    }
  }

  /// The folder in which something is made, and its name in there.
  ///
  /// Whoever is in a box that is up may have put a link or a mount of the host's on the way: there
  /// the folder is opened by a path that takes neither. In a fresh tree nobody could have.
  private mutating func parent(of place: MountLayout.Place) -> (Operand, Operand) {
    guard purpose.isChange, let name = MountLayout.lastName(place.path) else {
      return (.cell(place.tree), .text(place.path))
    }
    let folder = open(
      "folder", in: .cell(place.tree), Bytes(place.path.dropLast(name.count)),
      flags: OpenFlag.path | OpenFlag.directory | OpenFlag.closeOnExec,
      resolve: ResolveFlag.beneath | ResolveFlag.noSymlinks | ResolveFlag.noMagicLinks
        | ResolveFlag.noCrossDevice)
    return (.cell(folder), .text(name))
  }

  /// Makes an empty file to mount something on. Nothing is opened: by now it could be somebody's
  /// pipe, at which an open waits for ever. See mknod(2).
  mutating func makeFile(_ path: Operand, in directory: Operand) {
    call(.mknodat, directory, path, .mode(0o644), .number(0), tolerating: [.fileExists])
  }

  /// Before anything is made: cloche's own umask(2) is no business of the sandbox's files. The
  /// program gets it back.
  mutating func clearFileModeMask() {
    guard savedMask == nil else { return }
    savedMask = cell("umask", .umask, .mode(0))
  }

  /// The program has a umask of its own: cloche's is not given back.
  package mutating func keepFileModeMask() { savedMask = nil }

  /// Makes a file system that is mounted nowhere yet. See fsopen(2).
  package mutating func newFileSystem(
    _ type: String, options: [(name: String, value: Bytes?)] = [], attributes: UInt64
  ) -> Cell {
    let context = cell(
      "fs", .fsopen, .text(Bytes(type.utf8)), .constant(FSFlag.closeOnExec, FSFlag.openNames))
    for option in options {
      let name = Operand.text(Bytes(option.name.utf8))
      if let value = option.value {
        call(
          .fsconfig, .cell(context), .constant(FSConfigCommand.setString, FSConfigCommand.names),
          name, .text(value), .number(0), log: context)
      } else {
        call(
          .fsconfig, .cell(context), .constant(FSConfigCommand.setFlag, FSConfigCommand.names),
          name, .null, .number(0), log: context)
      }
    }
    call(
      .fsconfig, .cell(context), .constant(FSConfigCommand.create, FSConfigCommand.names), .null,
      .null, .number(0), log: context)
    let mount = cell(
      "mount", .fsmount, .cell(context), .constant(FSFlag.closeOnExec, FSFlag.mountNames),
      .constant(attributes, MountAttribute.names), log: context)
    if closesMounts { call(.close, .cell(context)) }
    return mount
  }

  /// Copies a tree of mounts of the host, mounted nowhere yet. See open_tree(2).
  package mutating func cloneTree(_ path: Bytes, recursive: Bool, attributes: UInt64 = 0) -> Cell {
    let tree = cell(
      "tree", .openTree, .constant(Directory.current, Directory.names), .text(path),
      .constant(
        OpenTreeFlag.clone | OpenTreeFlag.closeOnExec | (recursive ? OpenTreeFlag.recursive : 0),
        OpenTreeFlag.names))
    if attributes != 0 { setAttributes(attributes, of: tree, recursive: recursive) }
    return tree
  }

  /// Adds attributes to a tree of mounts. See mount_setattr(2).
  mutating func setAttributes(
    _ attributes: UInt64, of tree: Cell, recursive: Bool, tolerating tolerated: [Errno] = []
  ) {
    let change = Operand.Structure(
      "mount_attr",
      [
        Operand.Member("attr_set", .constant(attributes, MountAttribute.names)),
        Operand.Member("attr_clr", .number(0)), Operand.Member("propagation", .number(0)),
        Operand.Member("userns_fd", .number(0)),
      ])
    call(
      .mountSetattr, .cell(tree), .text([]),
      .constant(AtFlag.emptyPath | (recursive ? AtFlag.recursive : 0), AtFlag.names),
      .structure(change), .number(32), tolerating: tolerated)
  }

  /// Puts an unattached mount on an opened mount point. See move_mount(2).
  ///
  /// - Parameter staysOpen: something will be made in it.
  package mutating func attach(_ mount: Cell, on target: Cell, staysOpen: Bool = false) {
    call(
      .moveMount, .cell(mount), .text([]), .cell(target), .text([]),
      .constant(
        MoveMountFlag.fromEmptyPath | MoveMountFlag.toEmptyPath, MoveMountFlag.names))
    guard closesMounts else { return }
    if !staysOpen { call(.close, .cell(mount)) }
    call(.close, .cell(target))
  }

  /// Puts an unattached mount on a path beneath a directory, where no link can be in the way: the
  /// host's own root, or a fresh file system.
  mutating func attach(
    _ mount: Cell, on path: Bytes, in directory: Operand, staysOpen: Bool = false,
    tolerating tolerated: [Errno] = []
  ) {
    call(
      .moveMount, .cell(mount), .text([]), directory, .text(path),
      .constant(MoveMountFlag.fromEmptyPath, MoveMountFlag.names), tolerating: tolerated)
    if closesMounts, !staysOpen {
      call(.close, .cell(mount), tolerating: tolerated.isEmpty ? [] : [.badFileDescriptor])
    }
  }

  /// Notes that a path now holds a mount: a fresh file system, which stays open, or nil for
  /// something foreign.
  package mutating func noteMount(at path: Bytes, own tree: Cell?) { layout.note(path, own: tree) }
}
