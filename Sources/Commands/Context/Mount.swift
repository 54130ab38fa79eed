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
    and devpts. A missing mount point is made only in a fresh tmpfs, never in your root file system. \
    Without DST it goes where it usually is: /proc, /tmp, /dev/pts, /sys, /dev/mqueue, /dev.

    The host's root may change the host in /proc and /sys whatever its capabilities are. Where somebody \
    inside is that root, /proc/sys, sysrq-trigger, irq, bus, fs, acpi and scsi are read-only, /proc/kcore, \
    keys, latency_stats, sched_debug and timer_list are empty, and sysfs is read-only. `full` gives the \
    raw thing.
    """
  static let manualPages = ["fsopen(2)", "mount(8)", "proc(5)", "tmpfs(5)"]
  static let syntax = Syntax(wish)
  static let example = """
    ns user pid mnt
    root host
    mount proc /proc
    mount tmpfs /tmp size=16M mode=1777
    capture exec sh -c 'ls /proc | grep -c "^[0-9]"'
    assert $out lt 10
    """

  private struct Wish {
    let kind: NewMount.Kind
    let destination: Bytes
    let options: MountOptions
  }

  private static let kind = Parameter("TYPE", NewMount.Kind.allCases)

  private static let wish = OneOf<Wish>(
    Form(
      kind, Parameter("DST", MountPoint.value),
      Parameter.many("OPTION", MountOption.value.written)
    ) { (kind, destination, options) throws(Diagnostic) in
      Wish(kind: kind, destination: destination, options: try MountOptions(options, for: kind))
    },
    Form(kind, Parameter.many("OPTION", MountOption.value.written)) {
      (kind, options) throws(Diagnostic) in
      Wish(
        kind: kind, destination: kind.usualPlace, options: try MountOptions(options, for: kind))
    })

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
    let wish = arguments[wish]
    var mounts = context[Mounts.self] ?? Mounts()
    mounts.append(
      NewMount(
        kind: wish.kind, destination: wish.destination, options: wish.options,
        origin: arguments.span))
    context[Mounts.self] = mounts
  }
}

/// A file system of its own.
struct NewMount: MountEntry {
  enum Kind: String, CaseIterable, WordValue {
    case proc, tmpfs, devpts, sysfs, mqueue, dev

    /// Where it goes when nothing is said.
    var usualPlace: Bytes {
      let place =
        switch self {
        case .proc: "/proc"
        case .tmpfs: "/tmp"
        case .devpts: "/dev/pts"
        case .sysfs: "/sys"
        case .mqueue: "/dev/mqueue"
        case .dev: "/dev"
        }
      return Bytes(place.utf8)
    }

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
    let isProtected = isProtected(in: context, on: plan.host)
    let values = options.values(for: kind)
    let attributes = options.attributes(for: kind, isProtected: isProtected)
    switch kind {
    case .dev: DeviceTree.lower(at: destination, into: &plan)
    case .proc:
      let isCovered = isProtected && plan.taken.isEmpty
      KernelTrees.mountProc(
        at: destination, options: values, attributes: attributes,
        covers: isCovered ? KernelTrees.lowerCovers(into: &plan) : plan.taken, into: &plan)
    default:
      let mount = plan.newFileSystem(kind.rawValue, options: values, attributes: attributes)
      plan.attach(
        mount, on: plan.target(destination, kind == .sysfs ? .ownDirectory : .directory),
        staysOpen: kind == .tmpfs)
      plan.noteMount(at: destination, own: kind == .tmpfs ? mount : nil)
    }
  }

  func lowerSource(in context: Context, into plan: inout PlanBuilder) -> [Cell] {
    switch kind {
    case .dev: DeviceTree.lowerSource(into: &plan)
    case .proc where isProtected(in: context, on: plan.host): KernelTrees.lowerCovers(into: &plan)
    default: []
    }
  }

  func hostSource(in context: Context, on host: Host) -> Bytes? {
    switch kind {
    case .dev: Bytes("/dev".utf8)
    case .proc where isProtected(in: context, on: host): Bytes("/dev/null".utf8)
    default: nil
    }
  }

  // An ordinary user may copy nothing of the host for a box that is up, which has devices of its own.
  var isOfHostOnly: Bool { kind != .dev }

  var showsTheMachine: Bool { (kind == .proc || kind == .sysfs) && !options.isFull }

  private func isProtected(in context: Context, on host: Host) -> Bool {
    showsTheMachine && KernelTrees.needProtection(in: context, on: host)
  }

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
