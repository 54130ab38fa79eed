import Kernel
import Language
import Sandbox

/// `bind`: a part of the host, seen inside.
enum BindCommand: BuildingCommand {
  static let name = "bind"
  static let group = CommandGroup.context
  static let summary = "a file or folder of the host, seen inside; needs `ns mnt`"
  static let meaning = """
    The child copies the mounts of SRC with open_tree, sets their attributes, and moves them to DST \
    inside, which is SRC's own path when left out. SRC is always the host's, whatever lies over it \
    inside, and relative paths begin in cloche's own folder. `ro` holds for all the mounts below SRC \
    as well. `norec` leaves those out.
    """
  static let manualPages = ["open_tree(2)", "mount_setattr(2)", "mount_namespaces(7)"]
  static let syntax = Syntax(mount)
  static let example = """
    ns user mnt
    root host
    bind /usr/share /mnt ro
    exec test -d /mnt/doc
    """

  private struct Wish {
    let source: Bytes
    /// Absolute.
    let destination: Bytes
    /// The destination as it was written; nil where it was left out.
    let written: Bytes?
    let flags: Set<BindMount.Flag>
  }

  private static let mount = OneOf<Wish>(
    Form(source, flags) { (source, flags) throws(Diagnostic) in
      Wish(
        source: source.bytes, destination: try MountPoint.absolute(source), written: nil,
        flags: flags)
    },
    Form(source, Parameter("DST", MountPoint.ofBind.written), flags) {
      Wish(source: $0.bytes, destination: $1.value, written: $1.word.bytes, flags: $2)
    })

  private static let source = Parameter<Argument>("SRC", .files) { (word) throws(Diagnostic) in
    guard !word.bytes.isEmpty else {
      throw Diagnostic(.badValue, "an empty path", at: word.span, label: "expected a path")
    }
    return word
  }

  private static let flags = Parameter.flags(BindMount.Flag.allCases)

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    let name = [Bytes("bind".utf8)]
    let dashed = invocation.words.filter {
      $0.bytes.first == UInt8(ascii: "-") && $0.bytes.count > 1
    }
    let operands = invocation.words.map(\.bytes).filter { $0.first != UInt8(ascii: "-") }
    if let first = dashed.first, !operands.isEmpty {
      let isReadOnly = dashed.contains {
        $0.text.hasPrefix("--r") && $0.text != "--rbind" || $0.text == "-r"
      }
      return .habit(
        first, "options have no dashes, and stand at the end",
        write: name + operands + (isReadOnly ? [Bytes("ro".utf8)] : []))
    }
    // `/a:/b:ro` of docker and podman.
    guard let word = invocation.words.first else { return nil }
    let parts = word.split(UInt8(ascii: ":")).map(\.bytes)
    guard parts.count > 1, !parts[0].isEmpty, parts[1].first == UInt8(ascii: "/"),
      invocation.words.count < 2 || invocation.words[1].bytes.first != UInt8(ascii: "/")
    else { return nil }
    let options = parts.dropFirst(2).flatMap { $0.split(separator: UInt8(ascii: ",")) }
    let isReadOnly = options.contains { $0.elementsEqual("ro".utf8) }
    return .habit(
      word, "two words, and options behind them",
      write: name + parts[..<2] + (isReadOnly ? [Bytes("ro".utf8)] : [])
        + invocation.words.dropFirst().map(\.bytes))
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    let wish = arguments[mount]
    var mounts = context[Mounts.self] ?? Mounts()
    mounts.append(
      BindMount(
        source: wish.source, destination: wish.destination, written: wish.written,
        flags: wish.flags, origin: arguments.span))
    context[Mounts.self] = mounts
  }
}

struct BindMount: MountEntry {
  /// In the order in which they are written.
  enum Flag: String, CaseIterable, WordValue {
    case readOnly = "ro"
    case notRecursive = "norec"
    case noExecute = "noexec"
    case noSetUserID = "nosuid"
    case noDevices = "nodev"

    var meaning: String {
      switch self {
      case .readOnly: "read-only, with all that is mounted below"
      case .notRecursive: "without what is mounted below"
      case .noExecute: "nothing can be executed"
      case .noSetUserID: "set-user-ID bits mean nothing"
      case .noDevices: "device files mean nothing"
      }
    }

    /// For mount_setattr(2).
    var attribute: UInt64 {
      switch self {
      case .readOnly: MountAttribute.readOnly
      case .notRecursive: 0
      case .noExecute: MountAttribute.noExecute
      case .noSetUserID: MountAttribute.noSetUserID
      case .noDevices: MountAttribute.noDevices
      }
    }
  }

  let source: Bytes
  let destination: Bytes
  /// The destination as it was written; nil where it was left out.
  let written: Bytes?
  let flags: Set<Flag>
  let origin: SourceSpan?

  var words: [Bytes] {
    [Bytes("bind".utf8), source] + (written == nil || written == source ? [] : [written ?? []])
      + flagWords
  }

  private var flagWords: [Bytes] {
    Flag.allCases.filter(flags.contains).map { Bytes($0.rawValue.utf8) }
  }

  func hostSource(in context: Context, on host: Host) -> Bytes? { MountPoint.fromHere(source) }

  var fixesOnTheRoot: [String] {
    ["`root \(source.displayed)\(flags.contains(.readOnly) ? " ro" : "")`"]
  }

  private var attributes: UInt64 { flags.reduce(0) { $0 | $1.attribute } }

  func lower(in context: Context, into plan: inout PlanBuilder) throws(Diagnostic) {
    let tree = plan.taken.first ?? cloneTree(into: &plan)
    let target = plan.target(destination, plan.host.isFile(source) ? .file : .directory)
    plan.attach(tree, on: target)
    plan.noteMount(at: destination, own: nil)
  }

  func lowerSource(in context: Context, into plan: inout PlanBuilder) -> [Cell] {
    [cloneTree(into: &plan)]
  }

  private func cloneTree(into plan: inout PlanBuilder) -> Cell {
    plan.cloneTree(source, recursive: !flags.contains(.notRecursive), attributes: attributes)
  }

  var causes: Causes? {
    { refusal in
      switch (refusal.call, refusal.errno) {
      case (.openat2, _), (.mkdirat, .readOnlyFileSystem), (.mknodat, .readOnlyFileSystem):
        placeCauses(refusal).explanation
      case (.openTree, .noSuchFileOrDirectory):
        Explanation(.mountRefused, why: "there is no \(source.displayed) on the host")
      case (.openTree, .invalidArgument) where flags.contains(.notRecursive):
        Explanation(
          .mountRefused,
          why:
            "what is mounted below \(source.displayed) would be uncovered, which a user namespace "
            + "may not do", fix: "leave `norec` out")
      case (.openTree, .permissionDenied):
        Explanation(
          .mountRefused,
          why: "a folder on the way to \(source.displayed) may not be entered "
            + "(checked: you are uid \(refusal.host.credentials.uid))")
      case (.moveMount, .invalidArgument) where refusal.host.isFile(source),
        (.moveMount, .notDirectory):
        placeCauses(refusal).otherKind
      case (.openTree, .notPermitted)
      where refusal.context.has(.user) && !refusal.host.can(.systemAdmin):
        Explanation(
          .mountRefused,
          why: "the box is up, and out of sight of the host: only CAP_SYS_ADMIN copies a mount of "
            + "the host for it (checked: you are uid \(refusal.host.credentials.uid), without it)",
          fix: "`down`, then the `bind`, then `up`")
      case (_, .notPermitted): MountPointCauses.noPrivilege(refusal)
      default: nil
      }
    }
  }

  private func placeCauses(_ refusal: Refusal) -> MountPointCauses {
    MountPointCauses(place: destination, refusal: refusal, source: source) { place in
      ([Bytes("bind".utf8), source, place] + flagWords).map(\.displayed).joined(separator: " ")
    }
  }
}
