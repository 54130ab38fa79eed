import Kernel
import Language

/// An isolation being built: a plain value that touches no kernel. `undo` puts an older one back,
/// `scope` and `box` keep several.
package struct Context: Sendable {
  /// In the order in which they were first set.
  package private(set) var facets: [any Facet] = []

  package init() {}

  /// The facet of a type, or nil where nothing of it is set.
  package subscript<F: Facet>(type: F.Type) -> F? {
    get {
      // Comparing types is far cheaper than casting, and nearly always says no.
      for facet in facets where Swift.type(of: facet) == F.self { return facet as? F }
      return nil
    }
    set {
      let index = facets.firstIndex { Swift.type(of: $0) == F.self }
      switch (index, newValue) {
      case (let index?, let facet?): facets[index] = facet
      case (let index?, nil): facets.remove(at: index)
      case (nil, let facet?): facets.append(facet)
      case (nil, nil): break
      }
    }
  }

  /// Everything that was set, in a stable order.
  package var settings: [Setting] { facets.flatMap(\.settings) }

  /// The namespaces that a launch makes.
  package var namespaces: NamespaceSet { self[NamespaceSet.self] ?? NamespaceSet() }

  /// Whether a launch makes a namespace of a kind.
  package func has(_ kind: NamespaceKind) -> Bool { namespaces.contains(kind) }

  /// What would be refused, by all the rules, in order of position.
  package var violations: [Diagnostic] {
    facets.flatMap { $0.violations(in: self) }.sorted(by: Diagnostic.byPosition)
  }

  /// Built by the same commands.
  package func isSame(as other: Context) -> Bool {
    settings.map(\.words) == other.settings.map(\.words)
  }
}
