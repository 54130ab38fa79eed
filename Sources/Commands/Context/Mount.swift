import Kernel
import Language
import Sandbox

/// `mount`: a new file system inside.
enum MountCommand: BuildingCommand {
  static let name = "mount"
  static let group = CommandGroup.context
  static var errors: [ErrorCode] { [.mountRefused] }
  static let summary = "a new file system inside; needs `ns mnt`"
  static let meaning = """
    The child makes the file system with fsopen and fsmount and moves it to its place, which is \
    looked up inside the root. Mounts happen in the order in which they were written. `dev` is a \
    fresh tmpfs with null, zero, full, random, urandom and tty of the host, a devpts of its own and \
    the usual links. nosuid holds for all of them, noexec for all but tmpfs, nodev for all but dev \
    and devpts. A missing mount point is made only in a fresh tmpfs, never in your root file system.
    """
  static let manualPages = ["fsopen(2)", "mount(8)", "proc(5)", "tmpfs(5)"]
  static let syntax = Syntax(kind, destination, options)
  static let example = """
    ns user pid mnt
    root host
    mount proc /proc
    mount tmpfs /tmp size=16M mode=1777
    capture exec sh -c 'ls /proc | grep -c "^[0-9]"'
    assert $out lt 10
    """

  private static let kind = Parameter("TYPE", NewMount.Kind.allCases)
  private static let destination = Parameter("DST", MountPoint.value)
  private static let options = Parameter.many("OPTION", MountOption.value.written)

  static func offers(_ word: String, after arguments: [Bytes]) -> Bool {
    guard let type = arguments.first,
      let kind = NewMount.Kind(rawValue: String(decoding: type, as: UTF8.self))
    else { return true }
    return MountOption.accepts(word, for: kind)
  }

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    MountProgramWords(invocation).refusal
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    let options = try MountOptions(arguments[options], for: arguments[kind])
    var mounts = context[Mounts.self] ?? Mounts()
    mounts.append(
      NewMount(
        kind: arguments[kind], destination: arguments[destination], options: options,
        origin: arguments.span))
    context[Mounts.self] = mounts
  }
}

/// A file system of its own.
struct NewMount: MountEntry {
  enum Kind: String, CaseIterable, WordValue {
    case proc, tmpfs, devpts, sysfs, mqueue, dev

    var meaning: String {
      switch self {
      case .proc: "processes of the new pid namespace"
      case .tmpfs: "files that vanish"
      case .devpts: "pseudo-terminals of its own"
      case .sysfs: "devices and the kernel"
      case .mqueue: "POSIX message queues"
      case .dev: "a minimal /dev"
      }
    }
  }

  let kind: Kind
  let destination: Bytes
  let options: MountOptions
  let origin: SourceSpan?

  var words: [Bytes] {
    [Bytes("mount".utf8), Bytes(kind.rawValue.utf8), destination] + options.words
  }

  var causes: Causes? {
    MountCauses(kind: kind, destination: destination, options: options.words).explain
  }

  func lower(in context: Context, into plan: inout PlanBuilder) throws(Diagnostic) {
    if kind == .dev { return DeviceTree.lower(at: destination, into: &plan) }
    let mount = plan.newFileSystem(
      kind.rawValue, options: options.values(for: kind), attributes: options.attributes(for: kind))
    let isKernelTree = kind == .proc || kind == .sysfs
    plan.attach(
      mount, on: plan.target(destination, isKernelTree ? .ownDirectory : .directory),
      staysOpen: kind == .tmpfs)
    plan.noteMount(at: destination, own: kind == .tmpfs ? mount : nil)
  }

  func lowerSource(into plan: inout PlanBuilder) -> [Cell] {
    kind == .dev ? DeviceTree.lowerSource(into: &plan) : []
  }

  var hostSource: Bytes? { kind == .dev ? Bytes("/dev".utf8) : nil }

  // An ordinary user may copy nothing of the host for a box that is up, which has devices of its own.
  var isOfHostOnly: Bool { false }

  var makesTerminals: Bool {
    (kind == .dev && destination == Bytes("/dev".utf8))
      || (kind == .devpts && destination == Bytes("/dev/pts".utf8))
  }

  var fixesOnTheRoot: [String] {
    ["`root host` for a fresh root with the host's system folders, or `root DIR`"]
  }

  func violations(in context: Context) -> [Diagnostic] {
    let needed: (NamespaceKind, String)? =
      switch kind {
      case .proc where !context.has(.pid): (.pid, "it would show the host's processes")
      case .mqueue where !context.has(.ipc) && context.has(.user):
        (.ipc, "the host's queues belong to its own user namespace")
      case .sysfs where !context.has(.net) && context.has(.user):
        (.net, "the host's network belongs to its own user namespace")
      default: nil
      }
    guard let (needed, label) = needed else { return [] }
    return [
      Diagnostic(
        .needsNamespace,
        "`mount \(kind.rawValue)` without a new \(needed.rawValue) namespace", at: origin,
        label: label
      ).fix("`ns \(needed.rawValue)`")
    ]
  }
}

extension ErrorCode {
  package static var mountRefused: ErrorCode {
    ErrorCode(
      411, title: "a mount was refused",
      story: """
        Mounts are made by descriptor: fsopen, fsconfig and fsmount make a file system, open_tree \
        copies a part of the host for `bind`, and move_mount puts it in its place (fsopen(2), \
        open_tree(2)). The place is opened inside the root by openat2, so that no link in it leads \
        out. ENOENT at openat2: there is no such folder inside. It is made only within a tmpfs that \
        cloche has just mounted, since in your root file system it would stay behind. ELOOP: the \
        place for proc, sysfs or dev is a link, or lies behind one.

        EPERM: mounting takes CAP_SYS_ADMIN in the user namespace that owns the mount namespace; \
        `ns user mnt` gives it to everybody, for the file systems that are safe in such hands. Also, \
        proc and sysfs may not show there what is mounted over where you come from, as container \
        runtimes do with parts of /proc. EINVAL at open_tree: `norec` would uncover what lies below a \
        mount (mount_namespaces(7)).

            ns user pid mnt
            root host
            mount proc /proc
            exec ls /proc
        """)
  }
}
