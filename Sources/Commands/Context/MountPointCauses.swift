import Kernel
import Language
import Sandbox

/// Why a place could not be mounted on, and where the mount can be instead.
struct MountPointCauses {
  let place: Bytes
  let refusal: Refusal
  /// The path of the host that is mounted; nil for a file system of its own.
  let source: Bytes?
  /// The command that mounts it on another place.
  let command: (Bytes) -> String

  /// Of a place that could not be opened or made.
  var explanation: Explanation {
    let name = place.displayed
    switch refusal.errno {
    case .noSuchFileOrDirectory: return missing
    case .notDirectory:
      return inside.kind(of: place) == .other ? otherKind : missing
    case .tooManySymbolicLinkLevels:
      return Explanation(
        .mountRefused,
        why: [
          link.map { "\(name) leads to \($0.displayed) inside: that would be mounted on instead" }
            ?? "\(name) is a symbolic link inside: what it leads to would be mounted on instead"
        ],
        fix: link.map { ["`\(command($0))`, where it leads"] } ?? ["make it a folder in the root"])
    case .improperLink:
      return Explanation(
        .mountRefused,
        why: "a program inside has mounted something on the way to \(name), and cloche makes no "
          + "mount point in what is not its own",
        fix: "a place above that, or `down`, then the mount, then `up`")
    case .readOnlyFileSystem:
      return Explanation(
        .mountRefused,
        why:
          "what is mounted above \(name) is read-only, so that no mount point can be made in it",
        fix: "leave `ro` out there")
    case .permissionDenied:
      return Explanation(
        .mountRefused, why: "a folder on the way to \(name) may not be entered inside")
    default: return Explanation(.mountRefused)
    }
  }

  /// A file on a folder, or a folder on a file.
  var otherKind: Explanation {
    let name = place.displayed
    if isFile {
      return Explanation(
        .mountRefused,
        why: [
          "\(subject("a file")), and \(name) is a folder inside: a file goes on a file only"
        ],
        fix: fixes(in: place))
    }
    return Explanation(
      .mountRefused,
      why: [
        "\(subject("a folder")), and \(name) is not a folder inside: a folder goes on a folder only"
      ],
      fix: fixes(in: Self.parent(of: place)))
  }

  /// What is mounted, as the beginning of a sentence.
  private func subject(_ kind: String) -> String {
    source.map { "\($0.displayed) is \(kind)" } ?? "a file system begins with \(kind)"
  }

  private var isFile: Bool { source.map(refusal.host.isFile) ?? false }

  private var missing: Explanation {
    guard let link else {
      return Explanation(
        .mountRefused,
        why: [
          "there is no \(place.displayed) inside; cloche makes nothing in a root file system, "
            + "it would stay"
        ], fix: fixes(in: Self.parent(of: place)))
    }
    return Explanation(
      .mountRefused,
      why: [
        "\(place.displayed) is a link inside, and leads to \(link.displayed), which is not there"
      ], fix: isFresh(link) ? ["`\(command(link))`"] : fixes(in: Self.parent(of: link), named: link)
    )
  }

  // MARK: What can be done

  /// A mount point can be made in a tmpfs that hides something harmless.
  private func fixes(in folder: Bytes, named place: Bytes? = nil) -> [String] {
    let place = place ?? self.place
    let last =
      (folder == place ? source.flatMap(MountLayout.lastName) : nil)
      ?? MountLayout.lastName(place) ?? Bytes("mnt".utf8)
    if let folder = presentFolder(folder) {
      let point =
        MountLayout.covers(folder, place) && folder != place ? place : folder + [slash] + last
      return [
        "`mount tmpfs \(folder.displayed)` first, which hides what is in there, then "
          + "`\(command(point))`"
      ]
    }
    let usual = ["/mnt", "/srv", "/media", "/opt", "/tmp"].map { Bytes($0.utf8) }
    guard let other = usual.first(where: { inside.kind(of: $0) == .directory }) else {
      return ["make the mount point in the root"]
    }
    if !isFile { return ["`\(command(other))`, a folder that is there"] }
    return [
      "`mount tmpfs \(other.displayed)` first, then `\(command(other + [slash] + last))`"
    ]
  }

  /// The nearest folder that is there and whose content no program needs to run.
  private func presentFolder(_ path: Bytes) -> Bytes? {
    var folder = MountLayout.normalized(path)
    while !folder.isEmpty, inside.kind(of: folder) != .directory {
      folder = Self.parent(of: folder)
    }
    let top = folder.split(separator: slash).first.map { Bytes($0).displayed } ?? ""
    let needed = [
      "", "bin", "dev", "etc", "gnu", "lib", "lib32", "lib64", "libx32", "nix", "proc", "sbin",
      "sys", "usr",
    ]
    return needed.contains(top) ? nil : folder
  }

  /// A missing mount point is made there.
  private func isFresh(_ path: Bytes) -> Bool {
    let covering = refusal.context[Mounts.self]?.entries.last {
      MountLayout.covers(MountLayout.normalized($0.destination), path)
    }
    return (covering as? NewMount)?.kind == .tmpfs
  }

  // MARK: Looking at the root

  private var slash: UInt8 { UInt8(ascii: "/") }

  /// Where the root is on the host; empty for the host's own.
  private var base: Bytes {
    if case .directory(let path)? = refusal.context[RootFileSystem.self]?.kind { path } else { [] }
  }

  private var inside: InsideTree { InsideTree(root: base) }

  /// Where the place leads to; nil if there is no link on the way.
  private var link: Bytes? {
    var path = MountLayout.normalized(place)
    for _ in 0..<40 {
      guard let next = Self.step(path, in: base) else { break }
      path = next
    }
    return path == MountLayout.normalized(place) ? nil : path
  }

  /// The path with its first link replaced by where that leads.
  private static func step(_ path: Bytes, in base: Bytes) -> Bytes? {
    let slash = UInt8(ascii: "/")
    for end in path.indices.dropFirst().filter({ path[$0] == slash }) + [path.count] {
      let prefix = Bytes(path[..<end])
      guard let target = Links.target(of: String(decoding: base + prefix, as: UTF8.self)) else {
        continue
      }
      return AbsolutePath.joined(parent(of: prefix), target) + path[end...]
    }
    return nil
  }

  private static func parent(of path: Bytes) -> Bytes {
    Bytes(path.prefix(path.lastIndex(of: UInt8(ascii: "/")) ?? 0))
  }

  /// Mounting takes CAP_SYS_ADMIN over the mount namespace.
  static func noPrivilege(_ refusal: Refusal) -> Explanation? {
    guard !refusal.context.has(.user), !refusal.host.can(.systemAdmin) else { return nil }
    return Explanation(
      .mountRefused,
      why: "only CAP_SYS_ADMIN mounts (checked: you are uid "
        + "\(refusal.host.credentials.uid), without it)", fix: "`ns user`")
  }
}
