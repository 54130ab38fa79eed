import Kernel
import Language

/// The new namespaces of a context.
public struct NamespaceSet: Facet {
  /// In the order in which they were asked for.
  public private(set) var members: [(kind: NamespaceKind, origin: SourceSpan?)] = []

  public init() {}

  public var isEmpty: Bool { members.isEmpty }

  public func contains(_ kind: NamespaceKind) -> Bool { members.contains { $0.kind == kind } }

  public func origin(of kind: NamespaceKind) -> SourceSpan? {
    members.first { $0.kind == kind }?.origin
  }

  public mutating func insert(_ kind: NamespaceKind, origin: SourceSpan?) {
    guard !contains(kind) else { return }
    members.append((kind, origin))
  }

  public mutating func remove(_ kind: NamespaceKind) { members.removeAll { $0.kind == kind } }

  public var settings: [Setting] {
    members.map { Setting("ns \($0.kind.rawValue)", "ns", $0.kind.rawValue, origin: $0.origin) }
  }

  public var commands: [[Bytes]] {
    members.isEmpty ? [] : [[Bytes("ns".utf8)] + members.map { Bytes($0.kind.rawValue.utf8) }]
  }

  public func liveChange(from older: (any Facet)?) -> LiveChange { liveRemoval }

  public var liveRemoval: LiveChange {
    .impossible("its namespaces are made when it comes up")
  }

  public var promptLabel: String? {
    members.isEmpty ? nil : members.map(\.kind.rawValue).joined(separator: " ")
  }
}
