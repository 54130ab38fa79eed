import Kernel
import Language

/// Who makes a step.
public enum Actor: String, Sendable {
  /// Cloche itself.
  case parent
  /// The small process between: PID 1 of a new pid namespace.
  case `init`
  /// The process that becomes the program.
  case child
}

/// A launch, lowered from a context: the kernel's part and where each step comes from.
public struct Plan: Sendable {
  public var launch = LaunchPlan()
  /// What the parent does before the clone, in order.
  public var preparations: [(step: any ParentStep, origin: SourceSpan?)] = []
  /// What the parent does while the child waits at its gate.
  public var attachments: [(step: any ParentStep, origin: SourceSpan?)] = []
  /// Where the steps come from: those of `launch.steps`, then those of `launch.initSteps`.
  public var sources: [StepSource] = []
  /// Cells that the launch has to fill in, by name.
  public var openCells: [(name: String, cell: Cell)] = []
  /// The span of the command that is launched.
  public var command: SourceSpan?
  /// The command that asked for the new namespaces, else the one that is launched.
  public var cloneOrigin: SourceSpan?
  /// What the program will be, as typed.
  public var program: [Bytes] = []

  public init() {}

  /// No clone: the program takes cloche's place.
  public var replaces = false

  /// The program waits before execve until cloche has looked at it.
  public var isObserved = false

  /// The program waits before execve until cloche is ready for it.
  public var isHeld = false

  /// The first process stays, and keeps the box up.
  public var isBox = false

  /// No program is run, in a box that comes up or changes.
  public var runsNothing: Bool { !launch.steps.contains { $0.kind == .execute } }

  /// The program has a pseudo-terminal of its own.
  public var ownsTerminal = false

  /// The program leads a process group.
  public var hasOwnGroup = false

  /// A small process stands between cloche and the program.
  public var usesInit: Bool { !launch.initSteps.isEmpty }

  /// The child waits until the parent has done its part.
  public var isGated: Bool { !attachments.isEmpty }

  /// The number of a step of the launch as shown, from 1, over everybody's steps: the parent's
  /// preparations, the clone, the attachments with the opening of the gate, then the child's.
  public func number(ofStep index: Int) -> Int {
    cloneNumber + (isGated ? attachments.count + 1 : 0) + index + 1
  }

  /// The number of the clone.
  public var cloneNumber: Int { preparations.count + (replaces ? 0 : 1) }

  /// How many steps are shown.
  public var stepCount: Int { number(ofStep: launch.steps.count + launch.initSteps.count - 1) }
}

/// Where a step of a plan comes from.
public struct StepSource: Sendable {
  public let phase: Phase
  public let actor: Actor
  /// The command that asked for it; nil for what cloche always does.
  public let origin: SourceSpan?
  /// What may be behind a refusal.
  public let causes: Causes?
  /// In a diagnostic, instead of the call with its arguments.
  public let summary: String?
}

/// Something that cloche does itself for a launch, through a library or with paths that only the
/// launch knows.
public protocol ParentStep: Sendable {
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
  public var causes: Causes? { nil }
  public var needsTakingDown: Bool { false }
  public var cloneFlags: UInt64 { 0 }
}

/// What a launch gathers while the parent prepares it.
public struct LaunchState: ~Copyable {
  /// Values for open cells, by their names.
  public var values: [(name: String, value: Int64)] = []
  /// The cgroup v2 group to be born in: an open descriptor of a holding's.
  public var cgroup: Int32?
  /// Descriptors that are closed once the child is cloned.
  public var closing: [Int32] = []
  /// The child, once it is cloned.
  public var pid: Int32 = 0
  /// What has to be taken down when the sandbox has ended, or when the launch fails; in reverse.
  public var holdings: [any Holding] = []

  /// The session, for steps of layers above this one.
  public let owner: AnyObject

  /// The job whose sandbox is joined or changed, for the same.
  public let target: AnyObject?

  public init(owner: AnyObject, target: AnyObject? = nil) {
    self.owner = owner
    self.target = target
  }
}

/// Something that exists as long as a sandbox, outside of it.
public protocol Holding: AnyObject {
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
public struct Trouble: Sendable {
  /// `pids`
  public let resource: String
  /// `out of memory, limit 64M`
  public let text: String
  /// It ended a process.
  public let isDeadly: Bool
  /// How often, up to now.
  public let count: Int

  public init(_ resource: String, _ text: String, isDeadly: Bool, count: Int) {
    self.resource = resource
    self.text = text
    self.isDeadly = isDeadly
    self.count = count
  }
}

extension Holding {
  public var troubles: [Trouble] { [] }
  public var entrance: Entrance? { nil }
  public var counterNames: [String] { [] }
  public var storedLimits: [String: String] { [:] }
  public func counter(_ name: String) -> Int? { nil }
}
