import Kernel
import Language

/// Who makes a step.
package enum Actor: String, Sendable {
  /// Cloche itself.
  case parent
  /// The small process between: PID 1 of a new pid namespace.
  case `init`
  /// The process that becomes the program.
  case child
}

/// A launch, lowered from a context: the kernel's part and where each step comes from.
package struct Plan: Sendable {
  package var launch = LaunchPlan()
  /// What the parent does before the clone, in order.
  package var preparations: [(step: any ParentStep, origin: SourceSpan?)] = []
  /// What the parent does while the child waits at its gate.
  package var attachments: [(step: any ParentStep, origin: SourceSpan?)] = []
  /// Where the steps come from: those of `launch.steps`, then those of `launch.initSteps`.
  package var sources: [StepSource] = []
  /// Cells that the launch has to fill in, by name.
  package var openCells: [(name: String, cell: Cell)] = []
  /// The span of the command that is launched.
  package var command: SourceSpan?
  /// The command that asked for the new namespaces, else the one that is launched.
  package var cloneOrigin: SourceSpan?
  /// What the program will be, as typed.
  package var program: [Bytes] = []

  package init() {}

  /// No clone: the program takes cloche's place.
  package var replaces = false

  /// The program waits before execve until cloche has looked at it.
  package var isObserved = false

  /// The program waits before execve until cloche is ready for it.
  package var isHeld = false

  /// The first process stays, and keeps the box up.
  package var isBox = false

  /// No program is run, in a box that comes up or changes.
  package var runsNothing: Bool { !launch.steps.contains { $0.kind == .execute } }

  /// The program has a pseudo-terminal of its own.
  package var ownsTerminal = false

  /// It has nothing of the keys until it wants to read its terminal, or to change it.
  package var defersTerminal = false

  /// The program leads a process group.
  package var hasOwnGroup = false

  /// The child is the first process of a pid namespace: with its end the kernel ends all that is below.
  package var isFirstProcess = false

  /// A small process stands between cloche and the program.
  package var usesInit: Bool { !launch.initSteps.isEmpty }

  /// The child waits until the parent has done its part.
  package var isGated: Bool { !attachments.isEmpty }

  /// The number of a step of the launch as shown, from 1, over everybody's steps: the parent's
  /// preparations, the clone, the attachments with the opening of the gate, then the child's.
  package func number(ofStep index: Int) -> Int {
    cloneNumber + (isGated ? attachments.count + 1 : 0) + index + 1
  }

  /// The number of the clone.
  package var cloneNumber: Int { preparations.count + (replaces ? 0 : 1) }

  /// How many steps are shown.
  package var stepCount: Int { number(ofStep: launch.steps.count + launch.initSteps.count - 1) }
}

/// Where a step of a plan comes from.
package struct StepSource: Sendable {
  package let phase: Phase
  package let actor: Actor
  /// The command that asked for it; nil for what cloche always does.
  package let origin: SourceSpan?
  /// What may be behind a refusal.
  package let causes: Causes?
  /// In a diagnostic, instead of the call with its arguments.
  package let summary: String?
}
