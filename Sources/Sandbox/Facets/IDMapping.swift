import Kernel
import Language

/// The id maps of the new user namespace. See user_namespaces(7).
package struct IDMapping: Facet {
  /// One map: which ids inside are which outside.
  package enum Map: Sendable, Equatable {
    /// 0 inside is the caller.
    case root
    /// The caller's own id, the same inside.
    case own
    /// No id is mapped: everybody inside is the overflow id. See user_namespaces(7).
    case none
    case ranges([Range])

    /// The word behind `map`; nil for ranges.
    var word: String? {
      switch self {
      case .root: "root"
      case .own: "self"
      case .none: "none"
      case .ranges: nil
      }
    }
  }

  /// Consecutive ids.
  package struct Range: Sendable, Equatable {
    package let inside: UInt32
    package let outside: UInt32
    package let count: UInt32

    package init(inside: UInt32, outside: UInt32, count: UInt32) {
      self.inside = inside
      self.outside = outside
      self.count = count
    }

    func containsOutside(_ id: UInt32) -> Bool { id >= outside && id - outside < count }
    func containsInside(_ id: UInt32) -> Bool { id >= inside && id - inside < count }
  }

  /// Users or groups.
  package enum IDKind: String, Sendable {
    case uid
    case gid
  }

  package private(set) var uid: Map
  package private(set) var gid: Map
  package private(set) var uidOrigin: SourceSpan?
  package private(set) var gidOrigin: SourceSpan?
  /// Whether groups can be changed inside, once that is known of the host; for `show`.
  private var groups: GroupsRule?

  package init(both map: Map = .root, origin: SourceSpan? = nil) {
    (uid, gid) = (map, map)
    (uidOrigin, gidOrigin) = (origin, origin)
  }

  /// The map of the user ids or of the group ids.
  package func map(_ kind: IDKind) -> Map { kind == .uid ? uid : gid }

  /// The ids of one kind that the caller is and may become.
  package func ranges(_ kind: IDKind, for credentials: Credentials) -> [Range] {
    let own = kind == .uid ? credentials.uid : credentials.gid
    switch map(kind) {
    case .root: return [Range(inside: 0, outside: own, count: 1)]
    case .own: return [Range(inside: own, outside: own, count: 1)]
    case .none: return []
    case .ranges(let ranges): return ranges
    }
  }

  /// Adds a range; the first one replaces `map root`, `map self` and `map none`.
  package mutating func add(_ range: Range, to kind: IDKind, origin: SourceSpan?) {
    var ranges: [Range] = []
    if case .ranges(let present) = map(kind) { ranges = present }
    ranges.append(range)
    if kind == .uid {
      (uid, uidOrigin) = (.ranges(ranges), origin)
    } else {
      (gid, gidOrigin) = (.ranges(ranges), origin)
    }
  }

  /// A range of the same kind that has ids of this one inside or outside.
  package func overlap(with range: Range, _ kind: IDKind) -> Range? {
    guard case .ranges(let ranges) = map(kind) else { return nil }
    return ranges.first { other in
      Self.meet(range.inside, other.inside, range.count, other.count)
        || Self.meet(range.outside, other.outside, range.count, other.count)
    }
  }

  private static func meet(_ a: UInt32, _ b: UInt32, _ aCount: UInt32, _ bCount: UInt32) -> Bool {
    UInt64(a) < UInt64(b) + UInt64(bCount) && UInt64(b) < UInt64(a) + UInt64(aCount)
  }

  package var settings: [Setting] { mapSettings + [groups?.setting].compactMap { $0 } }

  private var mapSettings: [Setting] {
    if uid == gid, let word = uid.word {
      return [Setting("map", "map", word, origin: uidOrigin, meaning: Self.meaning(of: uid))]
    }
    return settings(.uid, uidOrigin) + settings(.gid, gidOrigin)
  }

  private static func meaning(of map: Map) -> String {
    switch map {
    case .root: "0 inside is you"
    case .own: "your own ids"
    case .none: "nobody is anybody yet: 65534"
    case .ranges: ""
    }
  }

  private func settings(_ kind: IDKind, _ origin: SourceSpan?) -> [Setting] {
    guard case .ranges(let ranges) = map(kind) else {
      let key = "map \(kind.rawValue)"
      // `map root` is what holds beside the ranges of the other kind.
      if map(kind) == .root {
        return [Setting(key, [], nil, meaning: "the \(kind.rawValue) inside is you")]
      }
      return [Setting(key, "map", map(kind).word ?? "", origin: origin)]
    }
    return ranges.map { range in
      let text = "\(range.inside):\(range.outside):\(range.count)"
      return Setting(
        "map \(kind.rawValue) \(range.inside)", "map", kind.rawValue, text, origin: origin)
    }
  }

  package var commands: [[Bytes]] {
    let words = mapSettings.map(\.words).filter { !$0.isEmpty }
    // `map self` sets both kinds: the ranges of the other one replace it there.
    return words.filter { $0.count == 2 } + words.filter { $0.count > 2 }
  }

  package func violations(in context: Context) -> [Diagnostic] {
    guard !context.has(.user), let origin = uidOrigin ?? gidOrigin else { return [] }
    return [
      Diagnostic(
        .needsNamespace, "`map` without a user namespace", at: origin,
        label: "there is nothing to map ids for"
      ).fix("`ns user`")
    ]
  }

  package func liveChange(from older: IDMapping?) -> LiveChange { liveRemoval }

  package var liveRemoval: LiveChange {
    .impossible("the kernel lets an id map be written once")
  }

  package var phases: [Phase] { [.identityMap] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    guard context.has(.user) else { return }
    if groupsRule(for: plan.host, replaces: plan.program.replaces) == .denied {
      plan.explained(by: IDMapCauses.explain) {
        $0.writeProc("self/setgroups", Bytes("deny".utf8))
      }
    }
    for kind in [IDKind.uid, .gid] where map(kind) != .none {
      let origin = (kind == .uid ? uidOrigin : gidOrigin) ?? context.namespaces.origin(of: .user)
      plan.asked(by: origin, causes: IDMapCauses.explain) { lowerMap(kind, &$0) }
    }
    becomeMapped(&plan)
  }

  private func lowerMap(_ kind: IDKind, _ plan: inout PlanBuilder) {
    let ranges = ranges(kind, for: plan.host.credentials)
    if writtenByParent(kind, for: plan.host, replaces: plan.program.replaces) {
      plan.attach(WriteIDMap(kind: kind, ranges: ranges))
    } else {
      plan.writeProc("self/\(kind.rawValue)_map", Self.content(ranges))
    }
  }

  /// The file's lines, without a final newline: `0 1000 10`.
  static func content(_ ranges: [Range]) -> Bytes {
    Bytes(
      ranges.map { "\($0.inside) \($0.outside) \($0.count)" }.joined(separator: "\n").utf8)
  }

  /// With CAP_SETUID or CAP_SETGID the parent writes a map, since the child has the capability in the new
  /// namespace only. Without it the kernel takes one id, the writer's own, and is asked for others all the
  /// same. A process that becomes the program itself has no parent, and maps its own id itself.
  private func writtenByParent(_ kind: IDKind, for host: Host, replaces: Bool) -> Bool {
    guard map(kind) != .none, host.can(kind == .uid ? .setUID : .setGID) else { return false }
    let ranges = ranges(kind, for: host.credentials)
    let own = kind == .uid ? host.credentials.uid : host.credentials.gid
    let isOwn = ranges.count == 1 && ranges[0].count == 1 && ranges[0].outside == own
    return !(replaces && isOwn)
  }

  /// Whether the program may change its groups: setgroups(2) is denied only where the kernel takes no map
  /// otherwise, which is where no parent with CAP_SETGID writes it. To drop a group can also take a denial
  /// away. See CVE-2014-8989.
  func groupsRule(for host: Host, replaces: Bool) -> GroupsRule {
    if gid == .none { return .unmapped }
    return writtenByParent(.gid, for: host, replaces: replaces) ? .allowed : .denied
  }

  /// The same with what `show` tells of the host.
  func completed(on host: Host) -> IDMapping {
    var copy = self
    copy.groups = groupsRule(for: host, replaces: false)
    return copy
  }

  /// A caller whose own ids are not mapped is nobody inside and could make no file: it becomes
  /// the mapped root, or the first mapped id, at once.
  func becomeMapped(_ plan: inout PlanBuilder) {
    let inside = insideIdentity(for: plan.host.credentials)
    if gid != .none, !isMapped(.gid, plan.host.credentials.gid, plan.host) {
      let gid = Operand.number(Int(inside.gid))
      plan.call(.setresgid, gid, gid, gid)
    }
    if uid != .none, !isMapped(.uid, plan.host.credentials.uid, plan.host) {
      let uid = Operand.number(Int(inside.uid))
      plan.call(.setresuid, uid, uid, uid)
    }
  }

  private func isMapped(_ kind: IDKind, _ id: UInt32, _ host: Host) -> Bool {
    ranges(kind, for: host.credentials).contains { $0.containsOutside(id) }
  }

  /// Who the program is inside when nothing says otherwise: the caller where it is mapped, else
  /// root where that is, else the first mapped id; where none is mapped, the overflow id.
  package func insideIdentity(for credentials: Credentials) -> (uid: UInt32, gid: UInt32) {
    func inside(_ kind: IDKind, _ own: UInt32) -> UInt32 {
      let ranges = ranges(kind, for: credentials)
      if let range = ranges.first(where: { $0.containsOutside(own) }) {
        return range.inside + (own - range.outside)
      }
      if ranges.contains(where: { $0.containsInside(0) }) { return 0 }
      return ranges.first?.inside ?? 65534
    }
    return (inside(.uid, credentials.uid), inside(.gid, credentials.gid))
  }

  /// Whether an id exists inside.
  package func knows(_ kind: IDKind, _ id: UInt32, for credentials: Credentials) -> Bool {
    ranges(kind, for: credentials).contains { $0.containsInside(id) }
  }
}
