import Kernel
import Language

/// Who the program is, inside.
package struct Identity: Facet {
  package let uid: UInt32
  /// Nil for the same number as the uid where that exists inside, else the caller's.
  package let gid: UInt32?
  package let groups: [UInt32]
  package let origin: SourceSpan?

  package init(uid: UInt32, gid: UInt32?, groups: [UInt32], origin: SourceSpan?) {
    self.uid = uid
    self.gid = gid
    self.groups = groups
    self.origin = origin
  }

  package var settings: [Setting] {
    var text = "\(uid)"
    if let gid { text += ":\(gid)" }
    for group in groups { text += ",\(group)" }
    return [Setting("as", "as", text, origin: origin)]
  }

  package var promptLabel: String? { "as=\(uid)" }

  /// The ids that a program gets in a context.
  package static func resolved(
    in context: Context, for credentials: Credentials
  ) -> (uid: UInt32, gid: UInt32) {
    let inherited =
      context.has(.user)
      ? (context[IDMapping.self] ?? IDMapping()).insideIdentity(for: credentials)
      : (credentials.uid, credentials.gid)
    guard let identity = context[Identity.self] else { return inherited }
    if let gid = identity.gid { return (identity.uid, gid) }
    let exists =
      !context.has(.user)
      || (context[IDMapping.self] ?? IDMapping()).knows(.gid, identity.uid, for: credentials)
    return (identity.uid, exists ? identity.uid : inherited.1)
  }
}

/// The steps that make the program somebody else: always groups, then gid, then uid.
struct CredentialSteps: Facet {
  var settings: [Setting] { [] }
  var phases: [Phase] { [.groups, .groupID, .userID] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    let identity = context[Identity.self]
    let target = Identity.resolved(in: context, for: plan.host.credentials)
    try checkMapped(target, identity, context, plan.host)
    let present = Self.present(in: context, plan.host)
    try plan.asked(by: identity?.origin, causes: IdentityCauses.explain) {
      plan throws(Diagnostic) in
      switch phase {
      case .groups: try lowerGroups(identity, target.gid, context, &plan)
      case .groupID where target.gid != present.gid || identity != nil:
        let gid = Operand.number(Int(target.gid))
        plan.call(.setresgid, gid, gid, gid)
      case .userID where target.uid != present.uid || identity != nil:
        let uid = Operand.number(Int(target.uid))
        plan.call(.setresuid, uid, uid, uid)
      default: break
      }
    }
  }

  /// Who the child is at this point.
  static func present(in context: Context, _ host: Host) -> (uid: UInt32, gid: UInt32) {
    context.has(.user)
      ? (context[IDMapping.self] ?? IDMapping()).insideIdentity(for: host.credentials)
      : (host.credentials.uid, host.credentials.gid)
  }

  private func lowerGroups(
    _ identity: Identity?, _ gid: UInt32, _ context: Context, _ plan: inout PlanBuilder
  ) throws(Diagnostic) {
    if context.has(.user) {
      let mapping = context[IDMapping.self] ?? IDMapping()
      guard mapping.groupsRule(for: plan.host, replaces: plan.program.replaces) == .allowed else {
        return try refuseGroups(of: identity, plan)
      }
    }
    // Without `as` nothing was asked for; in a user namespace the caller's groups mean nothing
    // inside and would still open the host's files.
    guard identity != nil || context.has(.user) else { return }
    let groups = identity.map { $0.groups } ?? []
    plan.call(.setgroups, .number(groups.count), groups.isEmpty ? .null : .ids(groups))
  }

  private func refuseGroups(of identity: Identity?, _ plan: PlanBuilder) throws(Diagnostic) {
    guard let identity, !identity.groups.isEmpty else { return }
    let refusal = Diagnostic(
      .identityRefused, "groups need setgroups(2), which is denied here", at: identity.origin,
      label: "only your own group is mapped")
    if plan.host.can(.setGID) {
      throw refusal.why("`exec --replace` leaves nobody who could map groups from outside")
        .fix("leave the groups out, or `exec` without --replace")
    }
    throw refusal.why(
      "without CAP_SETGID the kernel takes a map of your own group only, and denies others"
    )
    .fix("leave the groups out, or run cloche as root")
  }

  private func checkMapped(
    _ target: (uid: UInt32, gid: UInt32), _ identity: Identity?, _ context: Context, _ host: Host
  ) throws(Diagnostic) {
    guard context.has(.user), let identity else { return }
    let mapping = context[IDMapping.self] ?? IDMapping()
    let groups = identity.groups.map { (IDMapping.IDKind.gid, $0) }
    for (kind, id) in [(IDMapping.IDKind.uid, target.uid), (.gid, target.gid)] + groups
    where !mapping.knows(kind, id, for: host.credentials) {
      let mapped = mapping.ranges(kind, for: host.credentials).map {
        $0.count == 1 ? "\($0.inside)" : "\($0.inside)-\($0.inside + ($0.count - 1))"
      }
      throw Diagnostic(
        .identityRefused, "\(kind.rawValue) \(id) does not exist inside", at: identity.origin,
        label: mapped.isEmpty ? "nobody is mapped" : "mapped: \(mapped.joined(separator: " "))"
      ).fix("`map \(kind.rawValue) \(id):OUTSIDE`, or `as` one that is mapped")
    }
  }
}
