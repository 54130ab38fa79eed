import Kernel
import Language

/// Which capabilities the program has, and may ever get. See capabilities(7).
package struct Capabilities: Facet {
  /// The set that the changes start from.
  package enum Base: String, Sendable, CaseIterable {
    /// What the usual programs of a container need, and nothing that could undo its isolation.
    case container
    case all
    case none
  }

  private typealias Change = (capability: Capability, origin: SourceSpan?)

  /// Nil where nothing was said: the context tells, see `standard`.
  private var base: Base?
  private var baseOrigin: SourceSpan?
  private var kept: [Change] = []
  private var dropped: [Change] = []
  /// The command that makes `container` the default, for `show`; nil until the context is completed.
  private var reason: [Bytes]?

  package init() {}

  /// Takes capabilities away from what there is.
  package mutating func drop(_ capabilities: [Capability], origin: SourceSpan?) {
    forget(capabilities)
    dropped += capabilities.unique.map { ($0, origin) }
  }

  /// Adds capabilities to what there is. A program that is not uid 0 gets them as ambient ones.
  package mutating func keep(_ capabilities: [Capability], origin: SourceSpan?) {
    forget(capabilities)
    kept += capabilities.unique.map { ($0, origin) }
  }

  private mutating func forget(_ capabilities: [Capability]) {
    kept.removeAll { capabilities.contains($0.capability) }
    dropped.removeAll { capabilities.contains($0.capability) }
  }

  /// Replaces all that was said.
  package mutating func start(from base: Base, origin: SourceSpan?) {
    (self.base, baseOrigin, kept, dropped) = (base, origin, [], [])
  }

  /// The same, knowing what the context makes of it where no base was said.
  func completed(in context: Context) -> Capabilities {
    var copy = self
    if base == nil { copy.reason = Self.protected(in: context) }
    return copy
  }

  /// The command that set something that only holds as long as the program cannot undo it: a root,
  /// something read-only, or a mount, which hides what is below. Nil where there is none.
  static func protected(in context: Context) -> [Bytes]? {
    if let root = context[RootFileSystem.self] { return root.settings.first?.words }
    guard context.has(.mnt) else { return nil }
    return context[Mounts.self]?.entries.first?.words
  }

  /// What a context leaves to the program, the limits of the host aside.
  static func left(in context: Context) -> CapabilitySet {
    (context[Capabilities.self] ?? Capabilities()).left(in: context)
  }

  private func left(in context: Context) -> CapabilitySet {
    let start: CapabilitySet =
      switch base ?? (Self.protected(in: context) == nil ? .all : .container) {
      case .all: .all
      case .none: .none
      case .container: .container(ownsNetwork: context.has(.net))
      }
    return start.union(CapabilitySet(kept.map(\.capability)))
      .subtracting(CapabilitySet(dropped.map(\.capability)))
  }

  package var settings: [Setting] {
    var settings: [Setting] = []
    if let base {
      settings.append(Setting("cap", "cap", base.rawValue, origin: baseOrigin))
    } else if let reason {
      settings.append(
        Setting(
          "cap", "cap", Base.container.rawValue, origin: nil,
          meaning:
            "for `\(ScriptText.line(reason).displayed)`; `cap all` gives all"))
    }
    for (verb, changes) in [("keep", kept), ("drop", dropped)] {
      settings += changes.map { capability, origin in
        Setting("cap \(capability.word)", "cap", verb, capability.word, origin: origin)
      }
    }
    return settings
  }

  package var commands: [[Bytes]] {
    var commands = base.map { [["cap", $0.rawValue]] } ?? []
    for (verb, changes) in [("keep", kept), ("drop", dropped)] where !changes.isEmpty {
      commands.append(["cap", verb] + changes.map(\.capability.word))
    }
    return commands.map { $0.map { Bytes($0.utf8) } }
  }

  package var promptLabel: String? {
    func part(_ sign: String, _ changes: [Change], upTo most: Int) -> String {
      guard !changes.isEmpty else { return "" }
      return changes.count <= most
        ? sign + changes.map(\.capability.word).joined(separator: ",") : "\(sign)\(changes.count)"
    }
    if base == Base.none, !kept.isEmpty { return "cap" + part("=", kept, upTo: 2) }
    let changes = part("+", kept, upTo: 1) + part("-", dropped, upTo: 1)
    return changes.isEmpty ? base.map { "cap=\($0.rawValue)" } : "cap" + changes
  }

  package var phases: [Phase] { [.boundingSet, .capabilities] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    let sets = try Sets(self, in: context, plan.host)
    plan.asked(by: newestOrigin, causes: CapabilityCauses.explain) { plan in
      if phase == .boundingSet {
        lowerBounding(sets, left(in: context), &plan)
      } else if let kept = sets.permitted {
        lowerKept(kept, sets, &plan)
      }
    }
  }

  private func lowerBounding(
    _ sets: Sets, _ left: CapabilitySet, _ plan: inout PlanBuilder
  ) {
    for capability in sets.bounding.subtracting(left).members {
      let drop = dropped.first { $0.capability == capability }
      plan.asked(by: drop?.origin ?? baseOrigin) {
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

  private var newestOrigin: SourceSpan? {
    dropped.last?.origin ?? kept.last?.origin ?? baseOrigin
  }

  /// Nothing was said: what cannot be done without a privilege is then not attempted.
  private var isDefault: Bool { base == nil && kept.isEmpty && dropped.isEmpty }

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
      let left = wanted.left(in: context)
      // An ordinary user has nothing that could be dropped; `no-new-privs` sees to the rest.
      let cannotDrop = wanted.isDefault && !context.has(.user) && !host.can(.setCapabilities)
      let isWhole =
        context.has(.user) || cannotDrop || left == .all && wanted.kept.isEmpty
      let most = isWhole ? known : host.boundingSet().intersection(known)
      bounding = cannotDrop ? most.intersection(left) : most
      try Self.check(wanted.kept, available.intersection(most))
      let before = CredentialSteps.present(in: context, host)
      let after = Identity.resolved(in: context, for: host.credentials)
      let loses = before.uid == 0 && after.uid != 0
      present = loses ? .none : available
      guard !wanted.kept.isEmpty, after.uid != 0 else {
        needsKeeping = false
        let kept = present.intersection(left)
        permitted = kept == present ? nil : kept
        effective = context.has(.user) ? kept : kept.intersection(host.credentials.capabilities)
        ambient = .none
        return
      }
      let kept = available.intersection(most).intersection(left)
      needsKeeping = loses && !kept.isEmpty
      permitted = kept.isEmpty && present.isEmpty ? nil : kept
      effective = kept
      ambient = kept.intersection(CapabilitySet(wanted.kept.map(\.capability)))
    }

    private static func check(
      _ wanted: Capabilities, _ known: CapabilitySet
    ) throws(Diagnostic) {
      for (capability, origin) in wanted.kept + wanted.dropped
      where !known.contains(capability) {
        let last = Capability(number: UInt32(63 - known.bits.leadingZeroBitCount))
        throw Diagnostic(
          .capabilityRefused, "this kernel has no capability `\(capability.word)`", at: origin,
          label: "its last one is `\(last.word)`"
        ).why("/proc/sys/kernel/cap_last_cap is \(last.number)")
      }
    }

    private static func check(
      _ kept: [Change], _ available: CapabilitySet
    ) throws(Diagnostic) {
      guard let (missing, origin) = kept.first(where: { !available.contains($0.capability) })
      else { return }
      throw Diagnostic(
        .capabilityRefused, "`\(missing.word)` cannot be kept", at: origin,
        label: "cloche does not have it itself"
      ).why("a program gets no capability that whoever starts it does not have")
        .fix("`ns user`, which gives all of them over what is inside, or run cloche as root")
    }
  }
}

extension CapabilitySet {
  /// What container engines leave to a program, too.
  fileprivate static func container(ownsNetwork: Bool) -> CapabilitySet {
    let always: [Capability] = [
      .chown, .overrideAccess, .fileOwner, .keepSetID, .kill, .setGID, .setUID, .setCapabilities,
      .setFileCapabilities, .bindService, .rawNetwork, .systemChroot, .writeAudit,
    ]
    return CapabilitySet(always + (ownsNetwork ? [.administrateNetwork] : []))
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
