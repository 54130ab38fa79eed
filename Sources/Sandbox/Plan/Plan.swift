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

  /// The program leads a process group.
  package var hasOwnGroup = false

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

/// Something that cloche does itself for a launch, through a library or with paths that only the
/// launch knows.
package protocol ParentStep: Sendable {
  /// As a line of a plan.
  var text: String { get }
  /// What may be behind a refusal.
  var causes: Causes? { get }
  /// Leaves something that somebody has to remove.
  var needsTakingDown: Bool { get }
  /// What it adds to the flags of the clone.
  var cloneFlags: UInt64 { get }
  func make(_ launch: inout LaunchState) throws(KernelError)
}

extension ParentStep {
  package var causes: Causes? { nil }
  package var needsTakingDown: Bool { false }
  package var cloneFlags: UInt64 { 0 }
}

/// What a launch gathers while the parent prepares it.
package struct LaunchState: ~Copyable {
  /// Values for open cells, by their names.
  package var values: [(name: String, value: Int64)] = []
  /// The cgroup v2 group to be born in: an open descriptor of a holding's.
  package var cgroup: Int32?
  /// Descriptors that are closed once the child is cloned.
  package var closing: [Int32] = []
  /// The child, once it is cloned.
  package var pid: Int32 = 0
  /// What has to be taken down when the sandbox has ended, or when the launch fails; in reverse.
  package var holdings: [any Holding] = []

  /// The session, for steps of layers above this one.
  package let owner: AnyObject

  /// The job whose sandbox is joined or changed, for the same.
  package let target: AnyObject?

  package init(owner: AnyObject, target: AnyObject? = nil) {
    self.owner = owner
    self.target = target
  }
}

/// Something that exists as long as a sandbox, outside of it.
package protocol Holding: AnyObject {
  /// Takes it down. Called once, when no process is left inside.
  func release() throws(KernelError)
  /// What is counted of it, for `${job:stat.NAME}`, read before it is taken down.
  var counterNames: [String] { get }
  /// What the kernel stored of the limits, by resource.
  var storedLimits: [String: String] { get }
  func counter(_ name: String) -> Int?
  /// What it has done to those inside that they may wonder about, the worst first.
  var troubles: [Trouble] { get }
  /// How others come in.
  var entrance: Entrance? { get }
}

/// What a limit did.
package struct Trouble: Sendable {
  /// `pids`
  package let resource: String
  /// `out of memory, limit 64M`
  package let text: String
  /// It ended a process.
  package let isDeadly: Bool
  /// How often, up to now.
  package let count: Int

  package init(_ resource: String, _ text: String, isDeadly: Bool, count: Int) {
    self.resource = resource
    self.text = text
    self.isDeadly = isDeadly
    self.count = count
  }
}

extension Holding {
  package var troubles: [Trouble] { [] }
  package var entrance: Entrance? { nil }
  package var counterNames: [String] { [] }
  package var storedLimits: [String: String] { [:] }
  package func counter(_ name: String) -> Int? { nil }
}
