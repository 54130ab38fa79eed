import Kernel
import Language

/// The new namespaces of a context.
package struct NamespaceSet: Facet {
  /// In the order in which they were asked for.
  package private(set) var members: [(kind: NamespaceKind, origin: SourceSpan?)] = []

  package init() {}

  package var isEmpty: Bool { members.isEmpty }

  /// Whether a namespace of a kind is made.
  package func contains(_ kind: NamespaceKind) -> Bool { members.contains { $0.kind == kind } }

  /// The command that asked for a kind; nil where none did.
  package func origin(of kind: NamespaceKind) -> SourceSpan? {
    members.first { $0.kind == kind }?.origin
  }

  /// Adds a kind; one that is there keeps its place.
  package mutating func insert(_ kind: NamespaceKind, origin: SourceSpan?) {
    guard !contains(kind) else { return }
    members.append((kind, origin))
  }

  /// Takes a kind away.
  package mutating func remove(_ kind: NamespaceKind) { members.removeAll { $0.kind == kind } }

  package var settings: [Setting] {
    members.map { Setting("ns \($0.kind.rawValue)", "ns", $0.kind.rawValue, origin: $0.origin) }
  }

  package var commands: [[Bytes]] {
    members.isEmpty ? [] : [[Bytes("ns".utf8)] + members.map { Bytes($0.kind.rawValue.utf8) }]
  }

  package func liveChange(from older: NamespaceSet?) -> LiveChange { liveRemoval }

  package var liveRemoval: LiveChange {
    .impossible("its namespaces are made when it comes up")
  }

  package var promptLabel: String? {
    members.isEmpty ? nil : members.map(\.kind.rawValue).joined(separator: " ")
  }
}
