import Kernel
import Language

/// Collects the steps of a launch. Facets add theirs, each in its phase.
package struct PlanBuilder {
  package private(set) var plan = Plan()
  package let host: Host
  package let program: Program
  /// The init, or the child itself where there is none.
  package internal(set) var actor = Actor.child
  package internal(set) var phase = Phase.gate
  /// The command that asks for the steps of the present `asked(by:)`; nil outside of one.
  package private(set) var origin: SourceSpan?
  /// What may be behind a refusal of the steps of the present `asked(by:causes:)` or
  /// `explained(by:)`.
  package private(set) var causes: Causes?
  /// A descriptor of the directory that will be the root, in which mount points are resolved.
  package var root: Cell?
  /// Descriptor of the folder that becomes the working directory.
  package var folder: Cell?
  /// Descriptor of the program's own terminal.
  var terminal: Cell?
  /// Descriptor of /dev/null, where the child may not be able to open it.
  package var null: Cell?
  /// Both ends of the link between the init and the program, the init's first.
  var link: Cell?
  /// Descriptor of the init's list of its children.
  var children: Cell?
  /// The context whose init makes the program's process.
  var settles: Context?
  /// Descriptor of the checked /proc.
  var proc: Cell?
  /// A process stands between cloche and the program.
  package internal(set) var usesInit = false
  /// What is mounted where, as far as this plan made it.
  var layout = MountLayout()
  /// Cloche's umask(2), where a step has changed it.
  var savedMask: Cell?
  /// The program waits before execve until cloche is ready for it.
  var isHeld: Bool { plan.isHeld }
  let purpose: Purpose
  /// Trees of the host that were copied while they were in sight, for the mounts in their order; none
  /// for a mount that takes nothing, or takes it in its turn.
  var takenTrees: ArraySlice<[Cell]> = []
  /// Those of the present mount.
  package var taken: [Cell] = []
  /// Mounts are closed as soon as they are in place.
  var closesMounts = false

  init(host: Host, program: Program, purpose: Purpose) {
    self.host = host
    self.program = program
    self.purpose = purpose
    plan.command = program.origin
    plan.program = program.words
    plan.replaces = program.replaces
    // What runs in a box could trace a program that lets itself be seen; its namespaces are known.
    plan.isObserved = program.isObserved && purpose.place == nil
    plan.isHeld = plan.isObserved || purpose.isBox
    plan.isBox = purpose.isBox
  }

  /// Notes that the child is the first process of a pid namespace.
  mutating func isFirst() {
    plan.isFirstProcess = true
  }

  /// Adds steps that a command asks for, and says what may be behind their refusal.
  ///
  /// The origin and the causes that held before hold again when the closure has returned or thrown.
  /// - Parameters:
  ///   - origin: the command; nil for what cloche does unasked.
  ///   - causes: finds out why one of the steps was refused; nil where nothing is known.
  ///   - lower: adds the steps; it is handed the builder itself.
  package mutating func asked<Result, Failure: Error>(
    by origin: SourceSpan?, causes: Causes?, _ lower: (inout Self) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = (self.origin, self.causes)
    (self.origin, self.causes) = (origin, causes)
    defer { (self.origin, self.causes) = outer }
    return try lower(&self)
  }

  /// Adds steps that a command asks for; the causes stay what they are.
  package mutating func asked<Result, Failure: Error>(
    by origin: SourceSpan?, _ lower: (inout Self) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try asked(by: origin, causes: causes, lower)
  }

  /// Adds steps of which is known what may be behind a refusal; who asks for them stays the same.
  package mutating func explained<Result, Failure: Error>(
    by causes: Causes?, _ lower: (inout Self) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try asked(by: origin, causes: causes, lower)
  }

  /// Adds a step.
  package mutating func call(
    _ call: SystemCall, _ operands: Operand..., tolerating tolerated: [Errno] = [],
    log: Cell? = nil, summary: String? = nil
  ) {
    var step = Step(call, operands)
    step.tolerated = tolerated
    step.log = log
    add(step, summary)
  }

  /// Adds a step whose result later ones use.
  package mutating func cell(
    _ name: String, _ call: SystemCall, _ operands: Operand..., log: Cell? = nil,
    summary: String? = nil
  ) -> Cell {
    var step = Step(call, operands)
    let cell = plan.launch.cell(name)
    step.result = cell
    step.log = log
    add(step, summary)
    return cell
  }

  /// Adds a step that needs more than its call and a result.
  package mutating func add(_ step: Step, _ summary: String? = nil) {
    guard !isBehind else { return addToInit(step) }
    plan.launch.steps.append(step)
    plan.sources.append(
      StepSource(phase: phase, actor: actor, origin: origin, causes: causes, summary: summary))
  }

  /// The steps that follow are the init's, behind the spawn.
  private var isBehind = false

  private mutating func addToInit(_ step: Step) {
    plan.launch.initSteps.append(step)
    initSources.append(
      StepSource(phase: .spawn, actor: .`init`, origin: nil, causes: causes, summary: nil))
  }

  private var initSources: [StepSource] = []

  /// Adds a step of cloche's own, before the clone.
  package mutating func prepare(_ step: any ParentStep) { plan.preparations.append((step, origin)) }

  /// Adds a step of cloche's own, while the child waits.
  package mutating func attach(_ step: any ParentStep) { plan.attachments.append((step, origin)) }

  /// A value that only the launch knows: `LaunchState.presets` gives it.
  package mutating func preset(_ name: String) -> Cell {
    let cell = plan.launch.cell(name)
    plan.openCells.append((name, cell))
    return cell
  }

  mutating func finish() -> Plan {
    if let settles {
      // What the init is told of the program is known by now.
      isBehind = true
      settle(in: settles)
      isBehind = false
    }
    plan.sources += initSources
    // The cheap way to clone shares cloche's memory until execve, of the program or of its init, which
    // waits for nobody: not with a child that waits for cloche to look at it.
    // Nor with one that joins: the memory of who enters a user namespace is hidden from others.
    let isLate = settles?.has(.time) ?? false
    if !isLate, !plan.isHeld, !plan.replaces, purpose.isSandbox {
      // A clone that waits for the child's execve would wait for ever for one that waits at its gate:
      // cloche waits itself, once it has opened that.
      addCloneFlags(
        CloneFlag.vm | (plan.isGated ? CloneFlag.childClearThreadID : CloneFlag.vfork))
    }
    if plan.isGated {
      // Behind the closing of cloche's end, before everything else.
      plan.launch.steps.insert(ChannelSteps.gate, at: 1)
      plan.sources.insert(plan.sources[0], at: 1)
    }
    return plan
  }

  mutating func setCloneOrigin(_ origin: SourceSpan?) { plan.cloneOrigin = origin }

  /// A cell that a step fills in otherwise than by its result.
  mutating func emptyCell(_ name: String) -> Cell { plan.launch.cell(name) }

  /// A cell with a value that is known now.
  mutating func cell(_ name: String, value: Int64) -> Cell {
    let cell = plan.launch.cell(name)
    plan.launch.presets.append(LaunchPlan.Preset(cell, value))
    return cell
  }

  /// Notes that the program has a terminal of its own, which cloche makes ready before the program
  /// sees it.
  mutating func ownsTerminal() {
    plan.ownsTerminal = true
    plan.isHeld = true
  }

  /// Notes that the program is in the background of its terminal until it asks for more.
  mutating func defersTerminal() { plan.defersTerminal = true }

  /// Notes that the program is the first of a process group: signals for it go to the whole group.
  mutating func leadsGroup() {
    plan.hasOwnGroup = true
  }

  mutating func addCloneFlags(_ flags: UInt64) { plan.launch.cloneFlags |= flags }
}
