import Language

/// When a change of a facet takes effect in a box that is up.
package enum LiveChange: Sendable {
  /// The next program in it gets it.
  case withNextProgram
  /// At once, by the facet's `lowerChange` in these phases.
  case atOnce([Phase])
  /// Never: why, in a few words.
  case impossible(String)
}

/// What is to be done in a box that is up for its context to become another one.
package enum LiveChanges {
  /// The changes of two contexts, by facet.
  static func between(_ old: Context, _ new: Context) -> [FacetChange] {
    new.facets.compactMap { FacetChange(to: $0, from: old) }
      + old.facets.compactMap { FacetChange(takingAway: $0, in: new) }
  }

  /// The first change that a box that is up cannot take; nil where it can take all.
  package static func refusal(
    from old: Context, to new: Context, at span: SourceSpan
  ) -> Diagnostic? {
    for change in between(old, new) {
      guard case .impossible(let why) = change.effect else { continue }
      let before = Set(change.older.map(\.words))
      let setting = change.newer.last { !before.contains($0.words) } ?? change.older.last
      let words = setting.map { ScriptText.line($0.words).displayed } ?? "this"
      let change = change.isRemoval || setting?.origin != span ? "taken back" : "changed"
      return Diagnostic(
        .boxIsUp, "`\(words)` cannot be \(change) while the box is up", at: span, label: why
      ).fix("`down` ends the box; then change it, and `up` brings it back")
    }
    return nil
  }

  /// Something has to be done now, and not only for the next program.
  package static func areDueNow(from old: Context, to new: Context) -> Bool {
    between(old, new).contains { if case .atOnce = $0.effect { true } else { false } }
  }

  /// Nothing of it waits for the next program.
  package static func areAllDueNow(from old: Context, to new: Context) -> Bool {
    between(old, new).allSatisfy { if case .atOnce = $0.effect { true } else { false } }
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofLiveChange: [ErrorCode] { [.boxIsUp] }

  package static var boxIsUp: ErrorCode {
    ErrorCode(
      314, title: "the box is up, and this cannot be done with it",
      story: """
        A box that is up has been made: its namespaces, its id maps and its root are what its \
        processes live in, and the kernel has no call that would give them others. So these are \
        settled until `down`. What can still change does so at once: names, limits, and mounts on top \
        of what is there; what belongs to the program alone waits for the next `exec`. A mount is not \
        taken back either, somebody may be using it, so `undo` is refused there; and in a `scope`, \
        whose end takes everything back, such changes are refused from the start. A frozen box can do \
        nothing before `thaw box`, and one that is up cannot come up again.

            ns uts user
            up
            hostname bell
            down
        """)
  }
}
