import Kernel
import Language

/// What a plan makes.
package enum Purpose: Sendable {
  /// A sandbox that lives as long as its program.
  case sandbox
  /// A box that stays up: all of a sandbox but the program.
  case box
  /// A program in a box that is up.
  case join(RunningPlace)
  /// A change of a box that is up, from an earlier context.
  case change(RunningPlace, from: Context)

  /// What is joined.
  var place: RunningPlace? {
    switch self {
    case .sandbox, .box: nil
    case .join(let place), .change(let place, _): place
    }
  }

  /// Namespaces are made, and not joined.
  var isFresh: Bool { place == nil }
  var isChange: Bool { if case .change = self { true } else { false } }
  var isBox: Bool { if case .box = self { true } else { false } }
  var isSandbox: Bool { if case .sandbox = self { true } else { false } }
}

/// A box that is up, as far as the plans need to know it that join it.
package struct RunningPlace: Sendable {
  /// The namespaces that were made for it.
  package let kinds: [NamespaceKind]
  package let entrance: Entrance?
  /// Of cloche when the box was made: where its programs begin when nothing else was said.
  package let folder: Bytes

  package init(kinds: [NamespaceKind], entrance: Entrance?, folder: Bytes) {
    // The user namespace first: it gives the capabilities that the others ask for. The mounts last,
    // as they change what every path means. See setns(2).
    func rank(_ kind: NamespaceKind) -> Int { kind == .user ? 0 : kind == .mnt ? 2 : 1 }
    self.kinds = kinds.sorted { (rank($0), $0) < (rank($1), $1) }
    self.entrance = entrance
    self.folder = folder
  }
}

/// The way into what a box holds outside of it: its control group.
package struct Entrance: Sendable {
  /// What cloche does before the clone.
  package let preparations: [any ParentStep]
  /// The v1 controllers whose files the child writes itself into.
  package let controllers: [String]
  /// What may be behind a refusal.
  package let causes: Causes?

  package init(preparations: [any ParentStep], controllers: [String], causes: Causes?) {
    self.preparations = preparations
    self.controllers = controllers
    self.causes = causes
  }

  /// The way in, for a new group as well as for one that is there.
  package func lower(into plan: inout PlanBuilder) {
    for preparation in preparations { plan.prepare(preparation) }
    plan.explained(by: causes) { plan in
      // A v1 hierarchy cannot be born into: the child writes itself into it, before anything else.
      for controller in controllers {
        let file = plan.preset("\(controller).procs")
        plan.call(.write, .cell(file), .data(Bytes("0".utf8)), .number(1))
      }
    }
  }
}
