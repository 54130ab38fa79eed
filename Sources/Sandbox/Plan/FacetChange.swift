import Language

/// The change of one facet between two contexts, for a box that is up.
struct FacetChange {
  /// What was set, and what is.
  let older: [Setting]
  let newer: [Setting]
  /// The box does without it from now on.
  let isRemoval: Bool
  /// When it takes effect.
  let effect: LiveChange
  /// Adds the steps of one phase that make it.
  let lower: (Phase, Context, inout PlanBuilder) throws(Diagnostic) -> Void

  /// nil where the facet is as it was.
  init?<F: Facet>(to facet: F, from old: Context) {
    let before = old[F.self]
    older = before?.settings ?? []
    newer = facet.settings
    if before != nil, older.map(\.words) == newer.map(\.words) { return nil }
    isRemoval = false
    effect = facet.liveChange(from: before)
    lower = { phase, context, plan throws(Diagnostic) in
      try facet.lowerChange(phase, from: before, of: context, into: &plan)
    }
  }

  /// nil where the facet is still there.
  init?<F: Facet>(takingAway facet: F, in new: Context) {
    guard new[F.self] == nil else { return nil }
    older = facet.settings
    newer = []
    isRemoval = true
    effect = facet.liveRemoval
    lower = { phase, context, plan throws(Diagnostic) in
      try facet.lowerRemoval(phase, of: context, into: &plan)
    }
  }
}
