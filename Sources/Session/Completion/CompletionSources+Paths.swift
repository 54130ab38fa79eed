import Kernel
import Language
import Sandbox

/// Whose files are completed.
enum CompletedTree {
  case host
  /// Below a folder that is the root inside, where no link leads out.
  case tree(InsideTree)

  /// What the program will find. Mounts are not made yet, so what lies under them shows.
  static func inside(of context: Context) -> CompletedTree {
    guard case .directory(let root)? = context[RootFileSystem.self]?.kind else { return .host }
    return .tree(InsideTree(root: root))
  }

  func entries(of folder: Bytes) -> [Folder.Entry] {
    switch self {
    case .host: Folder.entries(in: folder.isEmpty ? Bytes(".".utf8) : folder)
    case .tree(let tree): tree.entries(of: folder.isEmpty ? Bytes("/".utf8) : folder)
    }
  }

  func isDirectory(_ path: Bytes) -> Bool {
    switch self {
    case .host: HostFiles.kind(of: path) == .directory
    case .tree(let tree): tree.isDirectory(path)
    }
  }
}

extension CompletionSources {
  private static var slash: UInt8 { UInt8(ascii: "/") }

  mutating func addPaths(on tree: CompletedTree, foldersOnly: Bool) {
    let end = value.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0
    let folder = Bytes(value[..<end])
    let prefix = value[end...]
    let place = place(of: folder, on: tree)
    for entry in tree.entries(of: place) where entry.name.starts(with: prefix) {
      // Hidden files are not offered before their dot is typed.
      if entry.name.first == UInt8(ascii: "."), prefix.isEmpty { continue }
      let isFolder = entry.isDirectory || tree.isDirectory(place + entry.name)
      if foldersOnly, !isFolder { continue }
      add(folder + entry.name + (isFolder ? [Self.slash] : []), "", isFinal: !isFolder)
    }
  }

  /// Where a folder is that is written with a home or nothing before it.
  private func place(of folder: Bytes, on tree: CompletedTree) -> Bytes {
    if mayBeHome, folder.starts(with: "~/".utf8), let home = session.host.variable("HOME") {
      return home + folder.dropFirst()
    }
    // Inside, a path that does not begin at the root begins at `cd`.
    guard case .tree = tree, folder.first != Self.slash,
      let start = session.context[WorkingDirectory.self]?.path
    else { return folder }
    return start + [Self.slash] + folder
  }

  mutating func addPrograms(on tree: CompletedTree, path: Bytes?) {
    if value.contains(Self.slash) { return addPaths(on: tree, foldersOnly: false) }
    // Without a letter it would be a list of thousands.
    guard !value.isEmpty else { return }
    for folder in (path ?? Environment.standardPath).split(separator: UInt8(ascii: ":")) {
      for entry in tree.entries(of: Bytes(folder)) where entry.name.starts(with: value) {
        add(entry.name, "", isFinal: true)
      }
    }
    sortByName()
  }
}
