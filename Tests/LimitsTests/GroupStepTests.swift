import Kernel
import Sandbox
import Testing

@testable import Limits

/// The steps find what they work on by its type, or the launch fails.
@Suite struct GroupStepTests {
  private final class Strangers: Holdings {}

  /// What refuses a step; nil where nothing does.
  private func refusal(of step: any ParentStep, _ holdings: any Holdings) -> Errno? {
    var state = LaunchState(holdings)
    do throws(KernelError) {
      try step.make(&state)
      return nil
    } catch {
      return error.errno
    }
  }

  static let steps: [any ParentStep] = [
    BirthInGroup(), OpenGroupFiles(controllers: ["pids"], isAlsoBorn: false),
    TakeProcesses(controllers: ["pids"]),
  ]

  @Test(arguments: steps.indices) func aStepWithoutAGroupIsRefused(_ index: Int) {
    let step = Self.steps[index]
    #expect(refusal(of: step, SandboxGroups(GroupMaker())) == .noSuchFileOrDirectory)
    #expect(refusal(of: step, Strangers()) == .noFunction)
  }

  @Test func whatNeedsNoGroupAsksForNone() {
    #expect(refusal(of: OpenNull(), Strangers()) == nil)
  }

  /// A child is born into a group of v2, and writes itself into one of v1.
  @Test func theWayIntoAGroup() {
    let controllers = ["pids", "memory", "cpu"]
    func entrance(_ versions: [String: Int]) -> Entrance {
      HeldGroup.entrance(for: controllers) { versions[$0] }
    }
    let new = entrance(["pids": 2, "memory": 2, "cpu": 2])
    #expect(new.controllers.isEmpty && new.causes == nil)
    #expect(new.preparations.map(\.cloneFlags) == [CloneFlag.intoCgroup])
    let old = entrance(["pids": 1, "memory": 1, "cpu": 1])
    #expect(old.controllers == controllers)
    #expect(old.preparations.map(\.cloneFlags) == [0])
    let mixed = entrance(["pids": 2, "memory": 1, "cpu": 2])
    #expect(mixed.controllers == ["memory"])
    #expect(mixed.preparations.map(\.cloneFlags) == [CloneFlag.intoCgroup])
  }
}
