import Kernel
import Language

/// From a context to the plan of a launch.
package enum Lowering {
  /// The plan that runs a program in a context, or makes or changes a box.
  ///
  /// Pure: it asks the host for nothing but what `host` holds.
  package static func plan(
    _ context: Context, program: Program, host: Host, purpose: Purpose = .sandbox
  ) throws(Diagnostic) -> Plan {
    var builder = PlanBuilder(host: host, program: program, purpose: purpose)
    let context = completed(context, on: host, for: program)
    if case .change(let place, let old) = purpose {
      return try change(context, from: completed(old, on: host), in: place, &builder)
    }
    let facets = context.facets + alwaysFacets(for: context, purpose)
    if context.has(.pid), purpose.isFresh { builder.isFirst() }
    builder.usesInit = purpose.isBox || InitProcess.isUsed(in: context, for: program)
    try refuseMissingInit(context, builder)
    if purpose.place == nil {
      addNamespaces(of: context, to: &builder)
    } else {
      builder.setCloneOrigin(program.origin)
    }
    for (phase, index) in order(facets)
    where facets[index].belongs(to: purpose, in: phase, of: context) {
      builder.phase = phase
      let isInit = builder.usesInit && (phase <= .spawn || purpose.isBox)
      builder.actor = isInit ? .`init` : .child
      try facets[index].lower(phase, of: context, into: &builder)
    }
    return try finished(&builder)
  }

  private static func finished(_ builder: inout PlanBuilder) throws(Diagnostic) -> Plan {
    let plan = builder.finish()
    try refuseCutWords(plan)
    return plan
  }

  /// The plan that changes a box that is up; without child steps where cloche does all of it.
  private static func change(
    _ context: Context, from old: Context, in place: RunningPlace, _ builder: inout PlanBuilder
  ) throws(Diagnostic) -> Plan {
    builder.setCloneOrigin(builder.program.origin)
    var work: [(phase: Phase, lower: Lower)] = []
    for change in LiveChanges.between(old, context) {
      guard case .atOnce(let phases) = change.effect else { continue }
      for phase in phases {
        work.append((phase, { plan throws(Diagnostic) in try change.lower(phase, context, &plan) }))
      }
    }
    if work.contains(where: { $0.phase != .controlGroup }) {
      var facets: [any Facet] = [
        ChannelSteps(), JoinSteps(place: place, entersGroup: false), EndSteps(),
      ]
      if let root = context[RootFileSystem.self], !root.pivots(in: context) { facets.append(root) }
      for facet in facets {
        for phase in facet.phases where phase != .rootSwitch {
          work.append(
            (phase, { plan throws(Diagnostic) in try facet.lower(phase, of: context, into: &plan) })
          )
        }
      }
    }
    let order = work.indices.sorted { (work[$0].phase, $0) < (work[$1].phase, $1) }
    for index in order {
      builder.phase = work[index].phase
      let isInit = place.kinds.contains(.pid) && builder.phase <= .identityMap
      builder.actor = isInit ? .`init` : .child
      try work[index].lower(&builder)
    }
    return try finished(&builder)
  }

  private typealias Lower = (inout PlanBuilder) throws(Diagnostic) -> Void

  /// In the pid namespace of a box somebody has to be first, and it cannot be the program.
  private static func refuseMissingInit(
    _ context: Context, _ builder: PlanBuilder
  ) throws(Diagnostic) {
    guard !builder.purpose.isSandbox, context.has(.pid), let initial = context[InitProcess.self],
      !initial.isOn
    else { return }
    throw Diagnostic(
      .contradiction, "`init off` in a box with `ns pid` that is up", at: initial.origin,
      label: "nobody would be there to enter the namespace"
    ).why("a process cannot enter a pid namespace itself, only its children do")
      .fix("`init on`")
  }

  /// The kernel's strings end at a NUL byte, which the output of a program may hold: the rest would
  /// be cut off without a word.
  private static func refuseCutWords(_ plan: Plan) throws(Diagnostic) {
    for (step, source) in zip(plan.launch.steps, plan.sources) {
      for operand in step.operands where operand.holdsNUL {
        throw Diagnostic(
          .badValue, "a word with a NUL byte in it", at: source.origin ?? plan.command,
          label: "\(step.call.name) would take what is before it")
      }
    }
  }

  /// Each phase of each facet, in the order of the phases; within one, in the order of the facets.
  private static func order(_ facets: [any Facet]) -> [(Phase, Int)] {
    var order: [(Phase, Int)] = []
    for (index, facet) in facets.enumerated() {
      for phase in facet.phases { order.append((phase, index)) }
    }
    return order.sorted { ($0.0.rawValue, $0.1) < ($1.0.rawValue, $1.1) }
  }

  /// A context with what holds by default filled in, so that `show` shows what the lowering takes.
  package static func completed(
    _ context: Context, on host: Host, for program: Program? = nil
  ) -> Context {
    var context = context
    // First: what is filled in below makes no context of its own.
    if context[Keyring.self] == nil { context[Keyring.self] = Keyring.standard(in: context) }
    if context.has(.user) {
      context[IDMapping.self] = (context[IDMapping.self] ?? IDMapping()).completed(on: host)
    }
    context[TerminalSetting.self] = .holding(in: context, on: host, for: program)
    if context[InitProcess.self] == nil {
      context[InitProcess.self] = InitProcess.standard
    }
    if context[NoNewPrivileges.self] == nil {
      context[NoNewPrivileges.self] = NoNewPrivileges(isOn: true, origin: nil)
    }
    if context[SystemCallFilter.self] == nil { context[SystemCallFilter.self] = SystemCallFilter() }
    if Capabilities.protected(in: context) != nil {
      context[Capabilities.self] = (context[Capabilities.self] ?? Capabilities())
        .completed(in: context)
    }
    return context
  }

  /// What a launch does unasked.
  static func alwaysFacets(
    for context: Context, _ purpose: Purpose = .sandbox
  ) -> [any Facet] {
    var facets: [any Facet] = [ChannelSteps()]
    if let place = purpose.place { facets.append(JoinSteps(place: place, entersGroup: true)) }
    if !LateNamespaces.kinds(in: context).isEmpty { facets.append(LateNamespaces()) }
    if context.has(.net) { facets.append(Loopback()) }
    if context.has(.mnt) { facets.append(PrivatePropagation()) }
    if InsideFolder.isNeeded(in: context, for: purpose) { facets.append(InsideFolder()) }
    if purpose.isBox { return facets + [HoldSteps()] }
    if !context.has(.pid) { facets.append(AdoptedOrphans()) }
    facets += [
      ClosedDescriptors(), EmptyInheritable(), CredentialSteps(), RestoredMask(), DeathSignal(),
      FreshSignals(), Execution(),
    ]
    return facets
  }

  /// What holds in a context without having been set: defaults, and what is always done.
  package static func defaults(of context: Context, on host: Host) -> [Setting] {
    let set = Set(context.settings.map(\.key))
    var completed = completed(context, on: host)
    completed[Keyring.self] = completed[Keyring.self]?.tried(on: host)
    return completed.settings.filter { !set.contains($0.key) && $0.origin == nil }
      + KernelTrees.settings(in: completed, on: host)
      + alwaysFacets(for: completed).flatMap(\.settings)
  }

  private static func addNamespaces(of context: Context, to builder: inout PlanBuilder) {
    let late = LateNamespaces.kinds(in: context)
    builder.setCloneOrigin(context.namespaces.members.first?.origin ?? builder.program.origin)
    var flags: UInt64 = 0
    for (kind, _) in context.namespaces.members where !late.contains(kind) {
      flags |= kind.cloneFlag
    }
    if builder.program.replaces {
      guard flags != 0 else { return }
      return builder.asked(by: builder.plan.cloneOrigin, causes: CloneCauses.explain) {
        $0.call(.unshare, .constant(flags, CloneFlag.names))
      }
    }
    builder.addCloneFlags(flags)
  }
}

extension Operand {
  /// Whether a string of it has a NUL byte.
  fileprivate var holdsNUL: Bool {
    switch self {
    case .text(let bytes): bytes.contains(0)
    case .vector(let strings), .environment(let strings): strings.contains { $0.contains(0) }
    default: false
    }
  }
}
