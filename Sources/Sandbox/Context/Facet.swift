import Kernel
import Language

/// One aspect of a context: what the user set, how it becomes steps, and which rules it must obey.
///
/// A facet belongs to one kind of setting. Its command makes it, the lowering asks it for steps.
package protocol Facet: Sendable {
  /// Its settings, for `show`, the prompt, and the note that one replaced another.
  var settings: [Setting] { get }
  /// The commands that rebuild it, each a list of words.
  var commands: [[Bytes]] { get }
  /// What the prompt says of it, if anything.
  var promptLabel: String? { get }
  /// When it has steps to make.
  var phases: [Phase] { get }
  /// Whether a plan for a purpose has its steps of one phase.
  func belongs(to purpose: Purpose, in phase: Phase, of context: Context) -> Bool
  /// Adds its steps of one phase.
  func lower(_ phase: Phase, of context: Context, into plan: inout PlanBuilder) throws(Diagnostic)
  /// What cannot work or would hurt the host, each with the command that mends it.
  func violations(in context: Context) -> [Diagnostic]
  /// What of it may be behind a refusal to clone the child; nil where it has no part in that.
  var cloneCauses: Causes? { get }
  /// When it takes effect in a box that is up, where it was another or none before.
  func liveChange(from older: Self?) -> LiveChange
  /// When a box that is up does without it.
  var liveRemoval: LiveChange { get }
  /// Adds the steps of one phase that bring a box that is up from an older setting to this one.
  func lowerChange(
    _ phase: Phase, from older: Self?, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic)
  /// Adds the steps of one phase that take it away from a box that is up.
  func lowerRemoval(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic)
}

extension Facet {
  package var promptLabel: String? { nil }
  package var phases: [Phase] { [] }
  package var commands: [[Bytes]] { settings.map(\.words) }

  /// A box is made without a program, and a program that joins it makes nothing that is there
  /// already.
  package func belongs(to purpose: Purpose, in phase: Phase, of context: Context) -> Bool {
    switch purpose {
    case .sandbox, .change: true
    case .box: phase.isOfBox
    case .join: !phase.isOfBox
    }
  }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {}
  package func violations(in context: Context) -> [Diagnostic] { [] }
  package var cloneCauses: Causes? { nil }

  package func liveChange(from older: Self?) -> LiveChange { standardChange }
  package var liveRemoval: LiveChange { standardChange }

  private var standardChange: LiveChange {
    phases.contains(where: \.isMadeOnce)
      ? .impossible("made once, when the box comes up") : .withNextProgram
  }

  package func lowerChange(
    _ phase: Phase, from older: Self?, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    try lower(phase, of: context, into: &plan)
  }

  package func lowerRemoval(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {}
}

/// One thing that was set, or that holds by default.
package struct Setting: Sendable {
  /// What a later setting of the same key replaces: `limit pids`.
  package let key: String
  /// The command that sets it.
  package let words: [Bytes]
  /// Where it was set; nil for a default.
  package let origin: SourceSpan?
  /// What it means, where the words do not say it: shown behind a default.
  package let meaning: String

  package init(_ key: String, _ words: [Bytes], _ origin: SourceSpan?, meaning: String = "") {
    self.key = key
    self.words = words
    self.origin = origin
    self.meaning = meaning
  }

  package init(_ key: String, _ words: String..., origin: SourceSpan?, meaning: String = "") {
    self.init(key, words.map { Bytes($0.utf8) }, origin, meaning: meaning)
  }
}
