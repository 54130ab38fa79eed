import Kernel
import Language

/// Which capabilities the program has, and may ever get. See capabilities(7).
package struct Capabilities: Facet {
  /// What the drops are taken from.
  private enum Base {
    /// Nothing was said: what the program would have anyway.
    case unsaid
    case keepAll
    case keepOnly([Capability])
    case dropAll
  }

  private var base = Base.unsaid
  private var baseOrigin: SourceSpan?
  private var dropped: [(capability: Capability, origin: SourceSpan?)] = []

  package init() {}

  /// Adds to what is taken away.
  package mutating func drop(_ capabilities: [Capability], origin: SourceSpan?) {
    switch base {
    case .dropAll: break
    case .keepOnly(let kept):
      let left = kept.filter { !capabilities.contains($0) }
      base = left.isEmpty ? .dropAll : .keepOnly(left)
    case .unsaid, .keepAll:
      dropped.removeAll { capabilities.contains($0.capability) }
      dropped += capabilities.unique.map { ($0, origin) }
    }
  }

  package mutating func dropAll(origin: SourceSpan?) {
    (base, baseOrigin, dropped) = (.dropAll, origin, [])
  }

  /// Replaces all that was said.
  package mutating func keep(_ capabilities: [Capability], origin: SourceSpan?) {
    (base, baseOrigin, dropped) = (.keepOnly(capabilities.unique), origin, [])
  }

  package mutating func keepAll(origin: SourceSpan?) {
    (base, baseOrigin, dropped) = (.keepAll, origin, [])
  }

  /// What is not taken away.
  var left: CapabilitySet {
    switch base {
    case .dropAll: .none
    case .keepOnly(let kept): CapabilitySet(kept)
    case .unsaid, .keepAll: CapabilitySet.all.subtracting(CapabilitySet(dropped.map(\.capability)))
    }
  }

  /// A program that is not uid 0 has them too.
  private var keeps: Bool {
    switch base {
    case .keepAll, .keepOnly: true
    case .unsaid, .dropAll: false
    }
  }

  package var settings: [Setting] {
    let base: [String] =
      switch base {
      case .unsaid: []
      case .keepAll: ["cap", "keep", "all"]
      case .keepOnly(let kept): ["cap", "keep"] + kept.map(\.word)
      case .dropAll: ["cap", "drop", "all"]
      }
    let first = base.isEmpty ? [] : [Setting("cap", base.map { Bytes($0.utf8) }, baseOrigin)]
    return first
      + dropped.map { capability, origin in
        Setting("cap \(capability.word)", "cap", "drop", capability.word, origin: origin)
      }
  }

  package var commands: [[Bytes]] {
    let words = settings.map(\.words)
    guard !dropped.isEmpty else { return words }
    let drop = (["cap", "drop"] + dropped.map(\.capability.word)).map { Bytes($0.utf8) }
    return words.dropLast(dropped.count) + [drop]
  }

  package var promptLabel: String? {
    switch base {
    case .dropAll: return "cap=none"
    case .keepOnly(let kept):
      return kept.count <= 2
        ? "cap=" + kept.map(\.word).joined(separator: ",") : "cap=\(kept.count)"
    case .unsaid, .keepAll:
      guard let first = dropped.first else { return "cap=all" }
      return dropped.count == 1 ? "cap-\(first.capability.word)" : "cap-\(dropped.count)"
    }
  }

  package var phases: [Phase] { [.boundingSet, .capabilities] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    let sets = try Sets(self, in: context, plan.host)
    plan.asked(by: newestOrigin, causes: CapabilityCauses.explain) { plan in
      if phase == .boundingSet {
        lowerBounding(sets, &plan)
      } else if let kept = sets.permitted {
        lowerKept(kept, sets, &plan)
      }
    }
  }

  private func lowerBounding(_ sets: Sets, _ plan: inout PlanBuilder) {
    for capability in sets.bounding.subtracting(left).members {
      let drop = dropped.first { $0.capability == capability }
      plan.asked(by: drop?.origin ?? newestOrigin) {
        $0.call(
          .prctl, .constant(ProcessControl.dropFromBoundingSet, ProcessControl.names),
          .constant(UInt64(capability.number), Capability.names), .number(0), .number(0),
          .number(0))
      }
    }
    if sets.needsKeeping { plan.control(ProcessControl.setKeepCapabilities, 1) }
  }

  private func lowerKept(_ kept: CapabilitySet, _ sets: Sets, _ plan: inout PlanBuilder) {
    plan.setCapabilities(effective: sets.effective, permitted: kept, inheritable: sets.ambient)
    for capability in sets.ambient.members {
      plan.call(
        .prctl, .constant(ProcessControl.ambientCapabilities, ProcessControl.names),
        .constant(AmbientControl.raise, AmbientControl.names),
        .constant(UInt64(capability.number), Capability.names), .number(0), .number(0))
    }
  }

  private var newestOrigin: SourceSpan? { dropped.last?.origin ?? baseOrigin }

  /// Whether a program in a context has CAP_SYS_ADMIN over its user namespace when it is executed.
  static func canAdministrate(in context: Context, on host: Host) throws(Diagnostic) -> Bool {
    let sets = try Sets(context[Capabilities.self] ?? Capabilities(), in: context, host)
    return (sets.permitted ?? sets.present).contains(.systemAdmin)
  }
}

extension Capabilities {
  /// What the sets are on the way, and what they become.
  private struct Sets {
    /// Before the drops.
    let bounding: CapabilitySet
    /// Permitted behind the change of the ids, where nothing keeps more.
    let present: CapabilitySet
    /// The change of the uid would take what is kept.
    let needsKeeping: Bool
    /// What has to be set; nil where it is so already.
    let permitted: CapabilitySet?
    let effective: CapabilitySet
    let ambient: CapabilitySet

    init(_ wanted: Capabilities, in context: Context, _ host: Host) throws(Diagnostic) {
      let known = CapabilitySet.upTo(host.lastCapability())
      try Self.check(wanted, known)
      // A new user namespace gives all of them, see user_namespaces(7).
      let available =
        context.has(.user) ? known : host.credentials.permitted.intersection(known)
      let isSaid = context[Capabilities.self] != nil
      bounding = context.has(.user) || !isSaid ? known : host.boundingSet().intersection(known)
      if case .keepOnly(let kept) = wanted.base {
        try Self.check(kept, available.intersection(bounding), wanted.baseOrigin)
      }
      let before = CredentialSteps.present(in: context, host)
      let after = Identity.resolved(in: context, for: host.credentials)
      let loses = before.uid == 0 && after.uid != 0
      present = loses ? .none : available
      let left = wanted.left
      guard wanted.keeps, after.uid != 0 else {
        needsKeeping = false
        let kept = present.intersection(left)
        permitted = kept == present ? nil : kept
        effective = context.has(.user) ? kept : kept.intersection(host.credentials.capabilities)
        ambient = .none
        return
      }
      let kept = available.intersection(bounding).intersection(left)
      needsKeeping = loses && !kept.isEmpty
      permitted = kept.isEmpty && present.isEmpty ? nil : kept
      effective = kept
      ambient = kept
    }

    private static func check(
      _ wanted: Capabilities, _ known: CapabilitySet
    ) throws(Diagnostic) {
      var named = wanted.dropped
      if case .keepOnly(let kept) = wanted.base { named += kept.map { ($0, wanted.baseOrigin) } }
      for (capability, origin) in named where !known.contains(capability) {
        let last = Capability(number: UInt32(63 - known.bits.leadingZeroBitCount))
        throw Diagnostic(
          .capabilityRefused, "this kernel has no capability `\(capability.word)`", at: origin,
          label: "its last one is `\(last.word)`"
        ).why("/proc/sys/kernel/cap_last_cap is \(last.number)")
      }
    }

    private static func check(
      _ kept: [Capability], _ available: CapabilitySet, _ origin: SourceSpan?
    ) throws(Diagnostic) {
      guard let missing = kept.first(where: { !available.contains($0) }) else { return }
      throw Diagnostic(
        .capabilityRefused, "`\(missing.word)` can not be kept", at: origin,
        label: "cloche has not got it itself"
      ).why("a program gets no capability that the one who starts it has not")
        .fix("`ns user`, which gives all of them over what is inside, or run cloche as root")
    }
  }
}

extension Array where Element == Capability {
  fileprivate var unique: [Capability] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension PlanBuilder {
  /// Sets the three sets of the process. See capset(2).
  mutating func setCapabilities(
    effective: CapabilitySet, permitted: CapabilitySet, inheritable: CapabilitySet
  ) {
    let header = Operand.Structure(
      "cap_user_header",
      [
        Operand.Member(
          "version", size: 4, .constant(CapabilityHeader.version, CapabilityHeader.names)),
        Operand.Member("pid", size: 4, .number(0)),
      ])
    let sets = [
      ("effective", effective), ("permitted", permitted), ("inheritable", inheritable),
    ]
    // Two records of 32 bits of each.
    let low = sets.map { name, set in
      Operand.Member(name, size: 4, .constant(set.bits & 0xffff_ffff, Self.bits))
    }
    let high = sets.map { name, set in
      Operand.Member(name + "[1]", size: 4, .constant(set.bits >> 32, Self.bits))
    }
    call(.capset, .structure(header), .structure(Operand.Structure("sets", low + high)))
  }

  private static var bits: Constants { Constants(flags: { [] }) }
}

/// No capability is inheritable: what cloche was given so does not get through.
struct EmptyInheritable: Facet {
  var settings: [Setting] {
    [Setting("inheritable", [], nil, meaning: "no capability is inheritable")]
  }

  var phases: [Phase] { [.boundingSet] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    // A new user namespace begins with none, and most who start cloche have none either.
    let present = plan.host.credentials
    guard !context.has(.user), !present.inheritable.isEmpty else { return }
    plan.setCapabilities(
      effective: present.capabilities, permitted: present.permitted, inheritable: .none)
  }
}
