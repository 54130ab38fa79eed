import Kernel
import Language

// What a launch does without being asked. `show` lists each of them with the defaults.

/// The gate and the report: the way the child and cloche know of each other.
struct ChannelSteps: Facet {
  var settings: [Setting] { [] }
  var phases: [Phase] { [.gate, .report] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    guard !plan.program.replaces else { return }
    if phase == .report {
      // Who holds a box reports as its last step but one.
      if plan.purpose.isBox { return }
      plan.add(Self.message(2, "ready"))
      // Before the program is there it can be looked at; afterwards it may be gone.
      if plan.isHeld { plan.add(Self.gate) }
      if let link = plan.link { plan.add(Self.gate(at: .upper(link))) }
      return
    }
    // Holding cloche's end open, a child would never see that cloche is gone.
    plan.call(.close, .cell(LaunchPlan.parentChannel))
  }

  /// They are part of every launch.
  func belongs(to purpose: Purpose, in phase: Phase, of context: Context) -> Bool { true }

  /// A word to cloche: the interpreter's message head, see CLaunch.h.
  static func message(_ kind: Int, _ name: String) -> Step {
    let head = Operand.Structure(
      name,
      [("kind", kind), ("step", 0), ("error", 0), ("status", 0), ("length", 0)]
        .map { Operand.Member($0.0, size: 4, .number($0.1)) })
    return Step(.write, [.cell(LaunchPlan.channel), .structure(head), .number(20)])
  }

  /// Waits until the parent has done its part; its death opens no gate.
  static let gate = gate(at: .cell(LaunchPlan.channel))

  /// The same at another descriptor.
  static func gate(at descriptor: Operand) -> Step {
    var step = Step(.read, [descriptor, .room(8), .number(1)])
    step.check = Step.Check(expected: 1, mismatch: .brokenPipe)
    return step
  }
}

/// Namespaces that a clone cannot make at the right moment.
struct LateNamespaces: Facet {
  var settings: [Setting] { [] }
  var phases: [Phase] { [.namespaces] }

  /// Of these kinds the clone makes none.
  static func kinds(in context: Context) -> [NamespaceKind] {
    // A time namespace is entered by children only; a cgroup namespace has the group as its root
    // in which it is made, and the child joins its group first.
    [.cgroup, .time].filter { context.has($0) }
  }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    for kind in Self.kinds(in: context) {
      plan.asked(by: context.namespaces.origin(of: kind), causes: CloneCauses.explain) {
        $0.call(.unshare, .constant(kind.cloneFlag, CloneFlag.names))
      }
    }
  }
}

/// With a new network namespace the loopback is up.
struct Loopback: Facet {
  var settings: [Setting] {
    [Setting("loopback", [], nil, meaning: "the loopback interface is up")]
  }

  var phases: [Phase] { [.network] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    // struct ifreq: 16 bytes of name, then 16 bits of flags, 40 in all; see netdevice(7).
    let upAndRunning: [UInt8] = [0x41, 0]
    let request = Bytes("lo".utf8) + Bytes(repeating: 0, count: 14) + upAndRunning
    plan.asked(by: context.namespaces.origin(of: .net)) { plan in
      let socket = plan.cell(
        "socket", .socket, .constant(SocketConstant.internet, SocketConstant.families),
        .constant(SocketConstant.datagram | SocketConstant.closeOnExec, SocketConstant.types),
        .number(0))
      plan.call(
        .ioctl, .cell(socket),
        .constant(DeviceControl.setInterfaceFlags, DeviceControl.names),
        .structure(
          Operand.Structure("ifreq", [Operand.Member("lo up", size: 40, .data(request))])))
    }
  }
}

/// No mount made here is seen outside, and none of outside's appears in here.
struct PrivatePropagation: Facet {
  var settings: [Setting] {
    [Setting("propagation", [], nil, meaning: "mounts are private: none is seen outside")]
  }

  var phases: [Phase] { [.propagation] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.call(
      .mount, .null, .text(Bytes("/".utf8)), .null,
      .constant(MountFlag.recursive | MountFlag.private, MountFlag.names), .null)
  }
}

/// Only the three standard descriptors reach the program.
struct ClosedDescriptors: Facet {
  var settings: [Setting] {
    [Setting("descriptors", [], nil, meaning: "descriptors above 2 are closed")]
  }

  var phases: [Phase] { [.streams, .descriptors] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    if phase == .descriptors {
      // They stay usable up to execve, which then closes them all at once.
      plan.call(
        .closeRange, .number(3), .constant(UInt64(UInt32.max), Constants.lastDescriptor),
        .constant(CloseRangeFlag.closeOnExec, CloseRangeFlag.names))
      return
    }
    plan.asked(by: plan.program.origin) { connect(&$0) }
  }

  private func connect(_ plan: inout PlanBuilder) {
    if plan.program.input == .null {
      let null =
        plan.null
        ?? plan.cell(
          "null", .openat, .constant(Directory.current, Directory.names),
          .text(Bytes("/dev/null".utf8)),
          .constant(OpenFlag.readOnly | OpenFlag.closeOnExec, OpenFlag.names), .number(0))
      plan.call(.dup3, .cell(null), .number(0), .number(0))
    }
    if case .file(let descriptor) = plan.program.input {
      plan.call(.dup3, .number(Int(descriptor)), .number(0), .number(0))
    }
    if plan.program.isCaptured {
      plan.call(.dup3, .cell(plan.preset("capture")), .number(1), .number(0))
    }
  }
}

/// The umask(2) is given back where a step had to change it.
struct RestoredMask: Facet {
  var settings: [Setting] { [] }
  var phases: [Phase] { [.umask] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    guard let mask = plan.savedMask else { return }
    plan.call(.umask, .cell(mask))
  }
}

/// The program does not outlive cloche.
struct DeathSignal: Facet {
  var settings: [Setting] {
    [Setting("death signal", [], nil, meaning: "the program dies with cloche")]
  }

  var phases: [Phase] { [.deathSignal] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    // The processes of a pid namespace end with its init anyway.
    // A box stays when this program's init ends.
    let endsWithInit = plan.usesInit && context.has(.pid) && plan.purpose.isSandbox
    if plan.program.replaces || endsWithInit { return }
    plan.dieWithParent()
  }
}

/// What a program leaves running ends with it. In a pid namespace the kernel sees to that.
struct AdoptedOrphans: Facet {
  var settings: [Setting] {
    [Setting("orphans", [], nil, meaning: "what the program leaves running ends with it")]
  }

  var phases: [Phase] { [.gate] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    if !plan.program.replaces, !plan.usesInit { plan.prepare(BecomeSubreaper()) }
  }
}

private struct BecomeSubreaper: ParentStep {
  var text: String { "prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)" }

  func make(_ launch: inout LaunchState) throws(KernelError) { try Orphans.adopt() }
}

/// Signals are as in a fresh process: none ignored, none blocked.
struct FreshSignals: Facet {
  var settings: [Setting] {
    [Setting("signals", [], nil, meaning: "no signal is ignored or blocked")]
  }

  var phases: [Phase] { [.signals] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    // The clone resets handlers, but what is ignored stays so. See CLONE_CLEAR_SIGHAND.
    for number in 1...64 where plan.host.ignoredSignals >> (UInt64(number) - 1) & 1 != 0 {
      // struct kernel_sigaction: handler, flags, restorer, mask; all zero is SIG_DFL.
      let action = Operand.Structure(
        "sigaction",
        ["handler", "flags", "restorer", "mask"].map { Operand.Member($0, .number(0)) })
      plan.call(
        .rtSigaction, .constant(UInt64(number), Constants.signals), .structure(action), .null,
        .number(8))
    }
    let none = Operand.Structure("sigset", [Operand.Member("signals", .number(0))])
    plan.call(
      .rtSigprocmask, .constant(SignalMask.set, SignalMask.names), .structure(none), .null,
      .number(8))
  }
}

/// Becoming the program: one attempt for each place where it may be.
struct Execution: Facet {
  var settings: [Setting] { [] }
  var phases: [Phase] { [.execute] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    let environment = Self.environment(of: context, plan)
    let path = environment.first { $0.starts(with: "PATH=".utf8) }.map { Bytes($0.dropFirst(5)) }
    plan.asked(by: plan.program.origin, causes: ExecutionCauses.explain) { plan in
      for candidate in Self.candidates(plan.program, path: path, host: plan.host) {
        let words = plan.program.words.isEmpty ? [candidate] : plan.program.words
        var step = Step(
          .execve, [.text(candidate), .vector(words), .environment(environment)])
        step.kind = .execute
        step.tolerated = [.noSuchFileOrDirectory, .notDirectory, .permissionDenied]
        plan.add(step)
      }
    }
  }

  /// An interactive shell's prompt says where it is, unless that was set.
  private static func environment(of context: Context, _ plan: PlanBuilder) -> [Bytes] {
    let environment = Environment.resolved(in: context, host: plan.host)
    guard let name = plan.program.promptName, plan.program.isShell,
      !environment.contains(where: { $0.starts(with: "PS1=".utf8) })
    else { return environment }
    let isRoot = Identity.resolved(in: context, for: plan.host.credentials).uid == 0
    return environment + [Bytes("PS1=[\(name)] \(isRoot ? "#" : "$") ".utf8)]
  }

  /// Where the program may be: as given where there is a slash in it, else along PATH. Without a
  /// program the user's shell, or /bin/sh.
  static func candidates(_ program: Program, path: Bytes?, host: Host) -> [Bytes] {
    let slash = UInt8(ascii: "/")
    guard let name = program.words.first else {
      let standard = Bytes("/bin/sh".utf8)
      guard let shell = host.variable("SHELL"), shell.first == slash, shell != standard else {
        return [standard]
      }
      return [shell, standard]
    }
    if name.contains(slash) || name.isEmpty { return [name] }
    let folders = (path ?? Environment.standardPath).split(separator: UInt8(ascii: ":"))
    // An empty or relative entry would run what happens to lie in the working directory.
    var found: [Bytes] = []
    for folder in folders where folder.first == slash {
      let candidate = Bytes(folder) + [slash] + name
      if !found.contains(candidate) { found.append(candidate) }
    }
    return found.isEmpty ? [name] : found
  }
}
