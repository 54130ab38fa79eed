import Kernel
import Language

/// Whether a small process stands between cloche and the program. It forwards signals and reaps, and
/// with the program's end or cloche's it ends all that is below. Of a new pid namespace it is PID 1: a
/// program that is that itself ignores ^C and its own kill -9.
package struct InitProcess: Facet {
  package let isOn: Bool
  package let origin: SourceSpan?

  package init(isOn: Bool, origin: SourceSpan?) {
    self.isOn = isOn
    self.origin = origin
  }

  /// What holds when nothing was said.
  static var standard: InitProcess {
    InitProcess(isOn: true, origin: nil)
  }

  /// Whether a program gets one. In the place of cloche it does so only where there is no way without.
  static func isUsed(in context: Context, for program: Program) -> Bool {
    guard let initial = context[InitProcess.self], initial.isOn else { return false }
    return !program.replaces || initial.origin != nil || context.has(.pid) || context.has(.time)
  }

  package var settings: [Setting] {
    [
      Setting(
        "init", "init", isOn ? "on" : "off", origin: origin,
        meaning: "forwards signals and reaps")
    ]
  }

  package func violations(in context: Context) -> [Diagnostic] {
    guard !isOn, context.has(.time) else { return [] }
    return [
      Diagnostic(
        .contradiction, "`init off` with a new time namespace", at: origin,
        label: "no process would be in the namespace"
      ).why("a process cannot enter a time namespace that it makes, only its children do")
        .fix("`init on`, or `ns -time`")
    ]
  }

  package var phases: [Phase] { isOn ? [.initDeathSignal, .spawn] : [] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    guard plan.usesInit else { return }
    plan.asked(by: origin) { plan in
      if phase == .initDeathSignal {
        plan.guardInit(isFirst: context.has(.pid))
      } else {
        plan.spawnProgram(in: context)
      }
    }
  }
}

/// Opens the program of the init.
struct OpenInitImage: ParentStep {
  static let cell = "init"

  var text: String { "memfd_create(\"cloche-init\", ...), written and sealed: the init's program" }

  var causes: Causes? { InitCauses.explain }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    let image = try InitImage.make()
    launch.values.append((Self.cell, Int64(image.rawValue)))
    launch.closing.append(image.rawValue)
  }
}

extension PlanBuilder {
  /// What an init prepares while the host's files are still there.
  mutating func guardInit(isFirst: Bool) {
    dieWithParent()
    // In a pid namespace orphans are its first process's anyway, and end with it.
    guard !isFirst else { return }
    control(ProcessControl.setChildSubreaper, 1)
    // Its own children, as the kernel lists them. Without /proc, or in a kernel that has no such list, it
    // knows the program alone. See proc_pid_task(5).
    let children = emptyCell("children")
    self.children = children
    var open = Step(
      .openat,
      [
        .constant(Directory.current, Directory.names),
        .text(Bytes("/proc/thread-self/children".utf8)),
        .constant(OpenFlag.readOnly | OpenFlag.closeOnExec, OpenFlag.names), .number(0),
      ])
    open.result = children
    open.tolerated = [.noSuchFileOrDirectory, .notDirectory, .permissionDenied]
    add(open)
  }

  /// The init makes the program's process, which goes on with the plan, and becomes what it is to be
  /// itself. The two know of each other by a link: the program waits before its execve until the init is
  /// ready, so that nothing hostile ever runs beside what is still a part of cloche.
  ///
  /// Sharing memory until then is the fast way, but keeps a process out of a time namespace.
  mutating func spawnProgram(in context: Context) {
    let link = emptyCell("link")
    self.link = link
    call(
      .socketpair, .constant(SocketConstant.local, SocketConstant.families),
      .constant(SocketConstant.packets | SocketConstant.closeOnExec, SocketConstant.types),
      .number(0), .address(link))
    var step = Step(
      .clone3,
      [.spawnArguments(flags: context.has(.time) ? 0 : CloneFlag.vm), .spawnArgumentsSize])
    step.kind = .spawn
    step.result = LaunchPlan.program
    explained(by: CloneCauses.explain) { $0.add(step) }
    actor = .child
    call(.close, .cell(link))
    settles = context
  }

  /// The process becomes the init: nothing of cloche's stays with it, and what it may do is little. See
  /// CInit.h for what it begins with.
  mutating func settle(in context: Context) {
    prepare(OpenInitImage())
    // Out of reach of the terminal's ^C, which would reach the program twice. Behind the spawn: the
    // program stays in the group that may read the terminal. Who leads a session is out already.
    if terminal == nil { call(.setpgid, .number(0), .number(0)) }
    if let link {
      call(
        .fcntl, .cell(link), .constant(DescriptorControl.setOwner, DescriptorControl.names),
        .cell(LaunchPlan.program))
    }
    let own = plan.defersTerminal ? terminal : nil
    var image = preset(OpenInitImage.cell)
    if own != nil {
      // Out of the way of what it begins with.
      image = cell(
        "init", .fcntl, .cell(image),
        .constant(DescriptorControl.duplicate, DescriptorControl.names),
        .number(InitImage.terminal + 1))
    }
    // Its own descriptors in the place of the program's standard ones: it keeps no pipe open.
    var kept = 0
    for (descriptor, cell) in [
      (InitImage.channel, program.replaces ? nil : LaunchPlan.channel), (InitImage.link, link),
      // Nothing else may stay open in the place of the list.
      (InitImage.children, link == nil ? nil : children ?? own), (InitImage.terminal, own),
    ] {
      guard let cell else { continue }
      call(
        .dup3, .cell(cell), .number(descriptor), .number(0),
        tolerating: descriptor == InitImage.children ? [.badFileDescriptor] : [])
      kept = descriptor + 1
    }
    call(
      .closeRange, .number(kept), .constant(UInt64(UInt32.max), Constants.lastDescriptor),
      .constant(CloseRangeFlag.closeOnExec, CloseRangeFlag.names))
    // The program may be anybody, and gets signals by way of the init.
    let present = context.has(.user) ? CapabilitySet.all : host.credentials.permitted
    let left = present.intersection(CapabilitySet([.kill]))
    if !present.isEmpty {
      setCapabilities(effective: left, permitted: left, inheritable: left)
      if !left.isEmpty, CredentialSteps.present(in: context, host).uid != 0 {
        call(
          .prctl, .constant(ProcessControl.ambientCapabilities, ProcessControl.names),
          .constant(AmbientControl.raise, AmbientControl.names),
          .constant(UInt64(Capability.kill.number), Capability.names), .number(0), .number(0))
      }
    }
    control(ProcessControl.setNoNewPrivileges, 1)
    let words = initWords
    explained(by: InitCauses.explain) { plan in
      plan.call(
        .execveat, .cell(image), .text([]), .vector(words), .vector([]),
        .constant(AtFlag.emptyPath, AtFlag.names))
    }
  }

  /// What the init is told, as ps(1) shows it inside.
  private var initWords: [Bytes] {
    let words = [
      ("group", plan.hasOwnGroup), ("linger", plan.ownsTerminal && !plan.isBox),
      ("tell", program.isInBackground), ("hold", plan.isBox), ("alone", program.replaces),
      ("first", plan.isFirstProcess), ("defer", plan.defersTerminal),
    ]
    return (["cloche-init"] + words.filter(\.1).map(\.0)).map { Bytes($0.utf8) }
  }

  /// The process gets SIGKILL when its parent ends.
  mutating func dieWithParent() {
    call(
      .prctl, .constant(ProcessControl.setParentDeathSignal, ProcessControl.names),
      .constant(UInt64(Signal.kill.number), Constants.signals), .number(0), .number(0), .number(0))
  }

  mutating func control(_ operation: UInt64, _ value: Int) {
    call(
      .prctl, .constant(operation, ProcessControl.names), .number(value), .number(0), .number(0),
      .number(0))
  }
}
