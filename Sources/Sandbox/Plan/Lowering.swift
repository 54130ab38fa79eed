import Kernel
import Language

/// From a context to the plan of a launch.
public enum Lowering {
  /// The plan that runs a program in a context.
  ///
  /// Pure: it asks the host for nothing but what `host` holds.
  public static func plan(
    _ context: Context, program: Program, host: Host
  ) throws(Diagnostic) -> Plan {
    var builder = PlanBuilder(host: host, program: program)
    let context = completed(context, on: host)
    let facets = context.facets + alwaysFacets(for: context)
    builder.usesInit = context[InitProcess.self]?.isOn == true
    addNamespaces(of: context, to: &builder)
    for (phase, index) in order(facets) {
      builder.phase = phase
      builder.actor = builder.usesInit && phase <= .spawn ? .`init` : .child
      try facets[index].lower(phase, of: context, into: &builder)
    }
    let plan = builder.finish()
    try refuseCutWords(plan)
    return plan
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
  public static func completed(_ context: Context, on host: Host) -> Context {
    var context = context
    if context.has(.user), context[IDMapping.self] == nil { context[IDMapping.self] = IDMapping() }
    if context[TerminalSetting.self] == nil {
      context[TerminalSetting.self] = TerminalSetting.standard(on: host)
    }
    if context[InitProcess.self] == nil {
      context[InitProcess.self] = InitProcess.standard(in: context)
    }
    if context[NoNewPrivileges.self] == nil {
      context[NoNewPrivileges.self] = NoNewPrivileges(isOn: true, origin: nil)
    }
    return context
  }

  /// What a launch does unasked.
  static func alwaysFacets(for context: Context) -> [any Facet] {
    var facets: [any Facet] = [ChannelSteps()]
    if !LateNamespaces.kinds(in: context).isEmpty { facets.append(LateNamespaces()) }
    if context.has(.net) { facets.append(Loopback()) }
    if context.has(.mnt) { facets.append(PrivatePropagation()) }
    if !context.has(.pid) { facets.append(AdoptedOrphans()) }
    facets += [
      ClosedDescriptors(), CredentialSteps(), RestoredMask(), DeathSignal(), FreshSignals(),
      Execution(),
    ]
    return facets
  }

  /// What holds in a context without having been set: defaults, and what is always done.
  public static func defaults(of context: Context, on host: Host) -> [Setting] {
    let set = Set(context.settings.map(\.key))
    let completed = completed(context, on: host)
    return completed.settings.filter { !set.contains($0.key) && $0.origin == nil }
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
      builder.origin = builder.plan.cloneOrigin
      builder.causes = CloneCauses.explain
      builder.call(.unshare, .constant(flags, CloneFlag.names))
      builder.origin = nil
      builder.causes = nil
      return
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
