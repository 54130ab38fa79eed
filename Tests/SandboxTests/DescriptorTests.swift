import Kernel
import Sandbox
import Testing

/// Descriptors of a launch: each is used between the step that gives it and the one that closes it.
@Suite struct DescriptorTests {
  /// The cells that a step uses.
  private func used(by step: Step) -> [Cell] {
    step.operands.compactMap { operand in
      switch operand {
      case .cell(let cell), .upper(let cell), .address(let cell): cell
      default: nil
      }
    }
  }

  /// Every use of a cell that has no value at that point, as the plan's lines show it.
  private func misuses(in plan: Plan) -> [String] {
    var open: Set<Cell> = [
      LaunchPlan.channel, LaunchPlan.parentChannel, LaunchPlan.program,
    ]
    for cell in plan.openCells { open.insert(cell.cell) }
    var misuses: [String] = []
    var pairs: Set<Cell> = []
    for step in plan.launch.steps + plan.launch.initSteps {
      // It puts both ends there; closing one leaves the other.
      if step.call == .socketpair {
        used(by: step).forEach {
          open.insert($0); pairs.insert($0)
        }
      }
      for cell in used(by: step) + (step.log.map { [$0] } ?? []) where !open.contains(cell) {
        misuses.append(plan.launch.text(of: step))
      }
      if step.call == .close {
        used(by: step).filter { !pairs.contains($0) }.forEach { open.remove($0) }
      }
      if let result = step.result { open.insert(result) }
    }
    return misuses
  }

  @Test(arguments: Contexts.all)
  func noStepUsesWhatIsNotThere(script: String) throws {
    #expect(misuses(in: try Building.plan(script, as: .root)) == [])
  }

  /// So many mounts that they are closed one by one.
  private static let crowd = (1...70).map { "bind /usr /t/\($0)\n" }.joined()

  @Test(arguments: [
    "ns mnt\nmount tmpfs /t\n\(crowd)",
    "ns mnt\nroot host\nmount tmpfs /t\n\(crowd)mount dev /d\nbind /usr /d/shm/a\n",
    "ns user pid mnt\nmount dev /d\nmount tmpfs /t\n\(crowd)mount proc /proc\n",
  ])
  func aCrowdOfMountsDoesNotUseUpTheDescriptors(script: String) throws {
    let plan = try Building.plan(script, as: .root)
    #expect(misuses(in: plan) == [])
    // Fresh file systems and the devices stay open, not the seventy binds with their targets.
    let opened = plan.launch.steps.count { $0.result != nil }
    let closed = plan.launch.steps.count { $0.call == .close }
    #expect(closed >= 140)
    #expect(opened - closed < 70)
  }

  @Test func theDetectorSeesADescriptorThatIsClosedTooEarly() throws {
    var plan = try Building.plan("ns mnt\nmount tmpfs /t", as: .root)
    #expect(misuses(in: plan) == [])
    let cell = try #require(plan.launch.steps.compactMap(\.result).first)
    plan.launch.steps.insert(Step(.close, [.cell(cell)]), at: 3)
    #expect(!misuses(in: plan).isEmpty)
  }

  @Test(arguments: Contexts.all)
  func whatIsOpenedClosesAtExecve(script: String) throws {
    let plan = try Building.plan(script, as: .root)
    for line in plan.lines where ["openat", "openat2"].contains(line.call) {
      #expect(line.text.contains("O_CLOEXEC"), "\(line.text)")
    }
    for line in plan.lines where ["fsopen", "fsmount", "open_tree", "socket"].contains(line.call) {
      #expect(line.text.contains("CLOEXEC"), "\(line.text)")
    }
  }
}
