import Kernel
import Language
import Sandbox

/// `root`: the program's `/`.
enum RootCommand: BuildingCommand {
  static let name = "root"
  static let group = CommandGroup.context
  static let summary = "the program's `/`"
  static let meaning = """
    The folder becomes the root by pivot_root, which needs `ns mnt`, and the old root is unmounted: \
    nothing of it is left to reach. With the word `chroot`, chroot changes where paths begin, which a \
    privileged program can leave again; it is never taken unasked. `root host` needs no folder: a private tmpfs with the \
    host's system folders (/usr, /etc, /bin ...) bound read-only, a minimal /dev, with `ns pid` a \
    fresh /proc, and empty writable /tmp, /home, /root, /run and /var. Where /etc/resolv.conf is a \
    link to elsewhere, that file is there too. `ro` makes the whole root read-only.
    """
  static let manualPages = ["pivot_root(2)", "chroot(2)", "mount_namespaces(7)"]
  static let syntax = Syntax(tree)
  static let example = """
    ns user mnt
    root host
    exec true
    """

  private enum Tree {
    case host(isWritable: Bool)
    case folder(Bytes, Set<Flag>)
  }

  private enum Flag: String, CaseIterable, WordValue {
    case readOnly = "ro"
    case chroot

    var meaning: String {
      switch self {
      case .readOnly: "read-only"
      case .chroot: "chroot(2) in the place of pivot_root(2)"
      }
    }
  }

  private static let tree = OneOf<Tree>(
    Form(
      Parameter.word("host", "the host's system folders in a private tree"),
      Parameter.flag("rw", "writable, as far as the host lets you")
    ) { _, isWritable in .host(isWritable: isWritable) },
    Form(Parameter("DIR", folder), Parameter.flags(Flag.allCases)) { .folder($0, $1) })

  private static let folder = ValueKind<Bytes>(.directories) { (word) throws(Diagnostic) in
    guard !word.bytes.isEmpty else {
      throw Diagnostic(.badValue, "an empty path", at: word.span, label: "expected a folder")
    }
    // With a flag behind it that only a folder takes, `host` would quietly be a folder's name.
    guard !word.matches("host") else {
      throw Diagnostic(
        .badValue, "`host` is not a folder here", at: word.span, label: "the private tree"
      ).fix("`root ./host` for a folder of this name")
    }
    return word.bytes
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[RootFileSystem.self] =
      switch arguments[tree] {
      case .host(let isWritable):
        RootFileSystem(
          .host, isReadOnly: !isWritable, usesChroot: false, origin: arguments.span)
      case .folder(let folder, let flags):
        RootFileSystem(
          .directory(folder), isReadOnly: flags.contains(.readOnly),
          usesChroot: flags.contains(.chroot), origin: arguments.span)
      }
  }
}
