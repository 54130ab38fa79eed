import Kernel
import Language
import Sandbox
import Testing

/// Steps are numbered from 1 over everybody: a failure's number is that of the shown plan.
@Suite struct NumberingTests {
  private static let programs: [Program] = [
    .standard, .with { $0.isObserved = true }, .with { $0.isCaptured = true },
    .with { $0.replaces = true },
  ]

  @Test(arguments: Contexts.all, programs.indices)
  func numbersAgreeWithTheLines(script: String, program: Int) throws {
    let plan = try Building.plan(script, as: .root, program: Self.programs[program])
    let lines = plan.lines
    #expect(lines.map(\.number) == Array(1...lines.count))
    #expect(plan.stepCount == lines.count)
    let steps = plan.launch.steps + plan.launch.initSteps
    for (index, step) in steps.enumerated() {
      let line = lines[plan.number(ofStep: index) - 1]
      #expect(line.text == plan.launch.text(of: step))
      #expect(line.origin == plan.sources[index].origin)
      #expect(line.actor == plan.sources[index].actor)
    }
    if plan.replaces {
      #expect(!lines.contains { $0.text.hasPrefix("clone3(") })
    } else {
      #expect(lines[plan.cloneNumber - 1].call == "clone3")
    }
  }

  @Test func theParentsPartComesAroundTheClone() throws {
    let plan = try Building.plan(
      "ns user\nmap uid 0:100000:10\nmap gid 0:100000:10\nlimit pids 5", as: .root)
    #expect(plan.cloneNumber == 5)
    #expect(plan.attachments.count == 2)
    #expect(plan.number(ofStep: 0) == 9)
    #expect(plan.lines[8].text == "close(parent_channel)")
    #expect(plan.lines[7].text == "send(channel, \"\\1\", 1)")
    #expect(plan.lines.prefix(8).allSatisfy { $0.actor == .parent })
  }

  @Test func cellsOfOneNameAreToldApart() {
    var launch = LaunchPlan()
    let cells = ["target", "root", "target", "target"].map { launch.cell($0) }
    #expect(cells.map { launch.name(of: $0) } == ["target", "root", "target2", "target3"])
    #expect(launch.name(of: LaunchPlan.channel) == "channel")
    #expect(launch.name(of: LaunchPlan.program) == "program")
  }
}
